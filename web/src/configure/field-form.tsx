import { FIELD_KINDS } from '@cardmill/contracts';
import { ArrowDown, ArrowUp, CircleX, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { FieldRow } from './field-rows.ts';
import { Vocabulary, Words } from './field-words.tsx';
import { FormLine } from './form-line.tsx';
import { KIND_ICONS } from './kind-icons.ts';
import { LinesChoice } from './lines/lines-choice.tsx';
import { ZoneLine, type ZoneTools } from './zones/zone-line.tsx';

interface FieldFormProps {
  row: FieldRow;
  /** The server does not take its pattern. */
  refused: boolean;
  /** What it gave on the sample, in few words. */
  tried: string | null;
  zoneTools: ZoneTools;
  first: boolean;
  last: boolean;
  onChange: (part: Partial<FieldRow>) => void;
  onStep: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** Everything about one field: what it is called, where it stands, and what it has to be. */
export function FieldForm(props: FieldFormProps) {
  const { row, refused, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="form">
      <FormLine label={t('configure.name')} htmlFor={`${id}-name`}>
        <span className="field-in">
          <input
            id={`${id}-name`}
            value={row.label}
            maxLength={200}
            autoFocus={row.label === ''}
            onChange={(event) => onChange({ label: event.target.value })}
          />
        </span>
      </FormLine>
      <FormLine label={t('configure.kind')} hint={t(`configure.kindHint.${row.kind}`)}>
        <div className="seg" role="group" aria-label={t('configure.kind')}>
          {FIELD_KINDS.map((kind) => {
            const Icon = KIND_ICONS[kind];
            return (
              <button
                key={kind}
                type="button"
                aria-pressed={row.kind === kind}
                onClick={() => onChange({ kind })}
              >
                <Icon className="i" aria-hidden />
                {t(`kind.${kind}`)}
              </button>
            );
          })}
        </div>
      </FormLine>
      <FormLine label={t('configure.after')} hint={t('configure.afterHint')}>
        <Words words={row.synonyms} onChange={(synonyms) => onChange({ synonyms })} />
      </FormLine>
      <FormLine label={t('configure.zone')}>
        <ZoneLine zone={row.zone} tools={props.zoneTools} onChange={(zone) => onChange({ zone })} />
      </FormLine>
      <FormLine label={t('configure.linesOf')} htmlFor={`${id}-lines`}>
        <LinesChoice
          id={`${id}-lines`}
          lines={row.lines}
          inZone={row.zone !== null}
          onChange={(lines) => onChange({ lines })}
        />
      </FormLine>
      {(row.kind === 'choice' || row.vocabulary.length > 0) && (
        <FormLine
          label={t('configure.vocabulary')}
          htmlFor={`${id}-values`}
          hint={t('configure.vocabularyHint')}
        >
          <Vocabulary
            id={`${id}-values`}
            values={row.vocabulary}
            onChange={(vocabulary) => onChange({ vocabulary })}
          />
        </FormLine>
      )}
      <FormLine label={t('configure.pattern')} htmlFor={`${id}-pattern`} hint={t('configure.patternHint')}>
        <span className={refused ? 'field-in wrong' : 'field-in'}>
          <input
            id={`${id}-pattern`}
            className="mono"
            spellCheck={false}
            autoComplete="off"
            value={row.pattern ?? ''}
            maxLength={1000}
            aria-invalid={refused}
            {...(refused ? { 'aria-describedby': `${id}-wrong` } : {})}
            onChange={(event) => onChange({ pattern: event.target.value === '' ? null : event.target.value })}
          />
        </span>
        {refused && (
          <p className="wrong-say" id={`${id}-wrong`}>
            <CircleX className="i" aria-hidden />
            {t('configure.patternRefused')}
          </p>
        )}
      </FormLine>
      <FormLine label={t('configure.required')}>
        <label className="chk">
          <input
            type="checkbox"
            checked={row.required}
            onChange={(event) => onChange({ required: event.target.checked })}
          />
          <span className="sm q">{t('configure.requiredHint')}</span>
        </label>
      </FormLine>
      {props.tried !== null && (
        <FormLine label={t('configure.onSample')}>
          <p className="sm tried-say">{props.tried}</p>
        </FormLine>
      )}
      <span className="lb" />
      <FormButtons {...props} />
    </div>
  );
}

function FormButtons({ first, last, onStep, onRemove }: FieldFormProps) {
  const { t } = useTranslation();
  return (
    <div className="row zone-row">
      <button type="button" className="btn sml" aria-disabled={first} onClick={() => onStep(-1)}>
        <ArrowUp className="i" aria-hidden />
        {t('configure.up')}
      </button>
      <button type="button" className="btn sml" aria-disabled={last} onClick={() => onStep(1)}>
        <ArrowDown className="i" aria-hidden />
        {t('configure.down')}
      </button>
      <button type="button" className="btn sml danger" onClick={onRemove}>
        <Trash2 className="i" aria-hidden />
        {t('configure.removeField')}
      </button>
    </div>
  );
}
