import { FIELD_KINDS } from '@cardmill/contracts';
import { Calendar, Hash, List, Plus, Trash2, Type, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FieldRow } from './field-rows.ts';

const ICONS = { text: Type, date: Calendar, number: Hash, choice: List };

interface FieldFormProps {
  row: FieldRow;
  onChange: (part: Partial<FieldRow>) => void;
  onRemove: () => void;
}

export function FieldForm({ row, onChange, onRemove }: FieldFormProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="form">
      <Line label={t('configure.name')} htmlFor={`${id}-name`}>
        <span className="field-in">
          <input
            id={`${id}-name`}
            value={row.label}
            maxLength={200}
            autoFocus={row.label === ''}
            onChange={(event) => onChange({ label: event.target.value })}
          />
        </span>
      </Line>
      <Line label={t('configure.kind')}>
        <div className="seg" role="group" aria-label={t('configure.kind')}>
          {FIELD_KINDS.map((kind) => {
            const Icon = ICONS[kind];
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
      </Line>
      <Line label={t('configure.after')} hint={t('configure.afterHint')}>
        <Words words={row.synonyms} onChange={(synonyms) => onChange({ synonyms })} />
      </Line>
      {row.kind === 'choice' && (
        <Line label={t('configure.vocabulary')} htmlFor={`${id}-values`} hint={t('configure.vocabularyHint')}>
          <Vocabulary
            id={`${id}-values`}
            values={row.vocabulary}
            onChange={(vocabulary) => onChange({ vocabulary })}
          />
        </Line>
      )}
      <Line label={t('configure.pattern')} htmlFor={`${id}-pattern`} hint={t('configure.patternHint')}>
        <span className="field-in">
          <input
            id={`${id}-pattern`}
            className="mono"
            spellCheck={false}
            value={row.pattern ?? ''}
            maxLength={1000}
            onChange={(event) => onChange({ pattern: event.target.value === '' ? null : event.target.value })}
          />
        </span>
      </Line>
      <Line label={t('configure.required')}>
        <label className="chk">
          <input
            type="checkbox"
            checked={row.required}
            onChange={(event) => onChange({ required: event.target.checked })}
          />
          <span className="sm q">{t('configure.requiredHint')}</span>
        </label>
      </Line>
      <span className="lb" />
      <div className="row" style={{ flexWrap: 'wrap' }}>
        {row.zone !== null && (
          <button type="button" className="btn sml" onClick={() => onChange({ zone: null })}>
            {t('configure.clearZone')}
          </button>
        )}
        <button type="button" className="btn sml danger" onClick={onRemove}>
          <Trash2 className="i" aria-hidden />
          {t('configure.removeField')}
        </button>
      </div>
    </div>
  );
}

function Line({
  label,
  htmlFor,
  hint,
  children,
}: {
  label: string;
  htmlFor?: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <>
      {htmlFor === undefined ? (
        <span className="lb">{label}</span>
      ) : (
        <label className="lb" htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div style={{ minWidth: 0 }}>
        {children}
        {hint !== undefined && <p className="hint">{hint}</p>}
      </div>
    </>
  );
}

/** Words as a list of tags; Enter and a comma add one. */
function Words({ words, onChange }: { words: readonly string[]; onChange: (words: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const add = (): void => {
    const word = text.trim();
    setText('');
    if (word !== '' && !words.includes(word)) onChange([...words, word]);
  };
  return (
    <div className="tags">
      {words.map((word) => (
        <span key={word} className="tag">
          {word}
          <button
            type="button"
            aria-label={t('configure.removeWord', { word })}
            title={t('configure.removeWord', { word })}
            onClick={() => onChange(words.filter((other) => other !== word))}
          >
            <X className="i" aria-hidden />
          </button>
        </span>
      ))}
      <span className="field-in" style={{ width: 170 }}>
        <input
          aria-label={t('configure.addWord')}
          placeholder={t('configure.word')}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ',') return;
            event.preventDefault();
            add();
          }}
        />
        <button
          type="button"
          className="btn ghost"
          style={{ width: 24, height: 24, padding: 0 }}
          aria-label={t('configure.addWord')}
          onClick={add}
        >
          <Plus className="i" aria-hidden />
        </button>
      </span>
    </div>
  );
}

/** One value on each line. The text is kept as typed, so that an empty line can be begun. */
function Vocabulary({
  id,
  values,
  onChange,
}: {
  id: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const [text, setText] = useState(values.join('\n'));
  return (
    <textarea
      id={id}
      className="field-in"
      rows={4}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const lines = event.target.value.split('\n').map((line) => line.trim());
        onChange([...new Set(lines.filter((line) => line !== ''))]);
      }}
    />
  );
}
