import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';

import { GrowingText } from '../parts/growing-text.tsx';
import type { CardEditor, EditorState } from './card-editor.ts';
import type { CardField } from './card-fields.ts';
import { Conflict } from './conflict.tsx';
import { FieldSays } from './field-says.tsx';
import { ReadAs } from './read-as.tsx';

interface FieldEditProps {
  part: CardField;
  editor: CardEditor;
  state: EditorState;
}

/** One field of an opened card: the value on a ruled line, and under an edit always what the machine read. */
export function FieldEdit({ part: { key, field }, editor, state }: FieldEditProps) {
  const { t } = useTranslation();
  const id = useId();
  const value = state.row.fields[key];
  const draft = state.drafts[key];
  const edit = value?.edit?.value ?? null;
  const machine = value?.value ?? null;
  const person = draft !== undefined ? draft !== (machine ?? '') : edit !== null;
  const conflict = state.conflicts[key];
  return (
    <div style={{ minWidth: 0 }}>
      <div className="lab">
        <label htmlFor={id} className="cut">
          {field.label}
        </label>
        <FieldSays value={value} />
      </div>
      <GrowingText
        id={id}
        tone={person ? 'v p' : 'v'}
        value={draft ?? edit ?? machine ?? ''}
        placeholder={t('card.empty')}
        onChange={(event) => editor.type(key, event.target.value)}
        onBlur={() => void editor.flush()}
        onKeyDown={goOn}
      />
      {person && conflict === undefined && (
        <ReadAs machine={machine} shown={draft ?? edit ?? ''} onTakeBack={() => void editor.takeBack(key)} />
      )}
      {conflict !== undefined && (
        <Conflict
          machine={machine}
          theirs={conflict}
          mine={draft ?? ''}
          onTheirs={() => editor.keepTheirs(key)}
          onMine={() => void editor.keepMine(key)}
        />
      )}
    </div>
  );
}

/** Enter goes to the next field: it never adds a line that would count as data. */
function goOn(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const all = [...(event.currentTarget.closest('.ed')?.querySelectorAll('textarea') ?? [])];
  all[all.indexOf(event.currentTarget) + 1]?.focus();
}
