import type { Field } from '@cardmill/contracts';
import { Undo2 } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { GrowingText } from '../parts/growing-text.tsx';
import { CardStateMark } from '../parts/status.tsx';
import { Value } from '../parts/value.tsx';
import type { CardEditor, EditorState } from './card-editor.ts';
import { fieldNeedsCheck } from './check.ts';

interface FieldEditProps {
  field: Field;
  editor: CardEditor;
  state: EditorState;
}

/** One field of an opened card: the value on a ruled line, and under an edit always what the machine read. */
export function FieldEdit({ field, editor, state }: FieldEditProps) {
  const { t } = useTranslation();
  const id = useId();
  const value = state.row.fields[field.key];
  const draft = state.drafts[field.key];
  const edit = value?.edit?.value ?? null;
  const machine = value?.value ?? null;
  const person = draft !== undefined ? draft !== (machine ?? '') : edit !== null;
  const conflict = state.conflicts[field.key];
  return (
    <div style={{ minWidth: 0 }}>
      <div className="lab">
        <label htmlFor={id} className="cut">
          {field.label}
        </label>
        <FieldSays field={field} state={state} />
      </div>
      <GrowingText
        id={id}
        tone={person ? 'v p' : 'v'}
        value={draft ?? edit ?? machine ?? ''}
        placeholder={t('card.empty')}
        onChange={(event) => editor.type(field.key, event.target.value)}
        onBlur={() => void editor.flush()}
        onKeyDown={goOn}
      />
      {person && conflict === undefined && (
        <div className="was">
          <span>{t('results.readAs')}</span>
          <Value machine={machine} edit={null} />
          <button
            type="button"
            className="btn ghost"
            aria-label={t('results.takeBack')}
            title={t('results.takeBack')}
            onClick={() => void editor.takeBack(field.key)}
          >
            <Undo2 className="i" aria-hidden />
          </button>
        </div>
      )}
      {conflict !== undefined && (
        <div className="both">
          <div>
            <span className="q">{t('results.theirs')}: </span>
            <Value machine={machine} edit={conflict} />
          </div>
          <div>
            <span className="q">{t('results.yours')}: </span>
            <Value machine={null} edit={draft ?? ''} />
          </div>
          <div className="row" style={{ flexWrap: 'wrap' }}>
            <button type="button" className="btn sml on-sheet" onClick={() => editor.keepTheirs(field.key)}>
              {t('results.keepTheirs')}
            </button>
            <button
              type="button"
              className="btn sml on-sheet"
              onClick={() => void editor.keepMine(field.key)}
            >
              {t('results.keepMine')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Passing a rule is silent; only failing one speaks. */
function FieldSays({ field, state }: { field: Field; state: EditorState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = state.row.fields[field.key];
  if (value === undefined) return null;
  if (value.verified !== null) return <CardStateMark mark="verified" />;
  if (value.edit !== null) return <CardStateMark mark="edited" />;
  if (fieldNeedsCheck(value)) {
    const why =
      value.verdict === 'ok'
        ? t('results.atConfidence', { percent: format.percent(value.confidence ?? 0) })
        : t(`verdict.${value.verdict}`);
    return (
      <span className="row" style={{ gap: 6 }} title={why}>
        <span className="xs q cut">{why}</span>
        <CardStateMark mark="check" />
      </span>
    );
  }
  return <span className="num q3">{value.confidence === null ? '' : format.percent(value.confidence)}</span>;
}

/** Enter goes to the next field: it never adds a line that would count as data. */
function goOn(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const all = [...(event.currentTarget.closest('.ed')?.querySelectorAll('textarea') ?? [])];
  all[all.indexOf(event.currentTarget) + 1]?.focus();
}
