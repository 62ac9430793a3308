import { useTranslation } from 'react-i18next';

import { GrowingText } from '../parts/growing-text.tsx';
import type { CardEditor, EditorState } from '../results/card-editor.ts';
import type { CardField } from '../results/card-fields.ts';
import { fieldNeedsCheck } from '../results/check.ts';
import { Conflict } from '../results/conflict.tsx';
import { FieldMark, useWhyCheck } from '../results/field-says.tsx';
import { ReadAs } from '../results/read-as.tsx';
import type { Box } from '../viewer/geometry.ts';
import { LineCut } from './line-cut.tsx';

/** Id of a field's text in the document: there is one review at a time. */
export const textId = (key: string): string => `field-${key}`;

interface VerifyFieldProps {
  part: CardField;
  editor: CardEditor;
  state: EditorState;
  active: boolean;
  editing: boolean;
  url: string;
  words: readonly Box[];
  unsure: readonly Box[];
  onActive: () => void;
  onEdit: () => void;
}

/** One field of the review. Until it is edited its text is only read, so that single keys can be commands. */
export function VerifyField(props: VerifyFieldProps) {
  const { part, editor, state, active, editing } = props;
  const { key, field } = part;
  const { t } = useTranslation();
  const why = useWhyCheck();
  const value = state.row.fields[key];
  const draft = state.drafts[key];
  const edit = value?.edit?.value ?? null;
  const machine = value?.value ?? null;
  const shown = draft ?? edit ?? machine ?? '';
  const person = draft !== undefined ? draft !== (machine ?? '') : edit !== null;
  const conflict = state.conflicts[key];
  const id = textId(key);
  // The buttons go with the choice; the focus must not go with them.
  const chosen = (choose: () => void): void => {
    choose();
    document.getElementById(id)?.focus({ preventScroll: true });
  };
  return (
    <div className={active ? 'vf on' : 'vf'}>
      <div className="vf-lab">
        <label htmlFor={id}>{field.label}</label>
        <FieldMark value={value} />
      </div>
      <div className="vf-val">
        {active && <LineCut url={props.url} words={props.words} unsure={props.unsure} />}
        <GrowingText
          id={id}
          tone={person ? 'v p' : 'v'}
          value={shown}
          placeholder={t('card.empty')}
          readOnly={!editing}
          aria-describedby={`${id}-says`}
          onFocus={props.onActive}
          onClick={props.onEdit}
          onChange={(event) => editor.type(key, event.target.value)}
          onBlur={() => void editor.flush()}
        />
        <div id={`${id}-says`}>
          {person && conflict === undefined && (
            <ReadAs machine={machine} shown={shown} onTakeBack={() => void editor.takeBack(key)} />
          )}
          {value !== undefined && !person && fieldNeedsCheck(value) && (
            <p className="xs q vf-why">{why(value)}</p>
          )}
          {value?.normalised !== undefined && value.normalised !== shown && !person && (
            <p className="xs q vf-why">{t('verify.means', { value: value.normalised })}</p>
          )}
        </div>
        {conflict !== undefined && (
          <Conflict
            machine={machine}
            theirs={conflict}
            mine={draft ?? ''}
            onTheirs={() => chosen(() => editor.keepTheirs(key))}
            onMine={() => chosen(() => void editor.keepMine(key))}
          />
        )}
      </div>
    </div>
  );
}
