import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { GrowingText } from '../parts/growing-text.tsx';
import type { CardEditor, EditorState } from '../results/card-editor.ts';
import type { CardField } from '../results/card-fields.ts';
import { fieldNeedsCheck } from '../results/check.ts';
import { Conflict } from '../results/conflict.tsx';
import { FieldMark } from '../results/field-says.tsx';
import { ReadAs } from '../results/read-as.tsx';
import type { Box } from '../viewer/geometry.ts';
import { Choices, useChoices } from './choices.tsx';
import { LineCut } from './line-cut.tsx';
import { useRules, useWhy } from './use-rules.ts';

/** Id of a field's text in the document: there is one review at a time. */
export const textId = (key: string): string => `field-${key}`;

interface VerifyFieldProps {
  part: CardField;
  editor: CardEditor;
  state: EditorState;
  active: boolean;
  editing: boolean;
  /** The text as it was when editing began. */
  before: string;
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
  const value = state.row.fields[key];
  const draft = state.drafts[key];
  const edit = value?.edit?.value ?? null;
  const machine = value?.value ?? null;
  const shown = draft ?? edit ?? machine ?? '';
  const person = draft !== undefined ? draft !== (machine ?? '') : edit !== null;
  const conflict = state.conflicts[key];
  const id = textId(key);
  const choices = useChoices({
    id,
    vocabulary: field.vocabulary,
    editing,
    text: shown,
    untouched: shown === props.before,
    meant: value?.normalised ?? null,
    onPick: (entry) => editor.type(key, entry),
  });
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
          {...choices.props}
          onFocus={props.onActive}
          onClick={props.onEdit}
          onChange={(event) => editor.type(key, event.target.value)}
          onKeyDown={(event) => choices.onKeyDown(event)}
          onBlur={() => void editor.flush()}
        />
        <Choices id={id} choices={choices} />
        <div id={`${id}-says`}>
          {person && conflict === undefined && (
            <ReadAs
              machine={machine}
              shown={shown}
              onTakeBack={() => chosen(() => void editor.takeBack(key))}
            />
          )}
          <Says part={part} state={state} written={person ? shown : null} shown={shown} />
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

interface SaysProps {
  part: CardField;
  state: EditorState;
  /** What a person wrote; null while the machine's value stands. */
  written: string | null;
  shown: string;
}

/** Under a value: why a person should look, and what it means in a standard form. */
function Says({ part: { key, field }, state, written, shown }: SaysProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useWhy(field);
  const rules = useRules(field, written);
  const value = state.row.fields[key];
  const machineAsks = written === null && value !== undefined && fieldNeedsCheck(value);
  const verdict = rules?.verdict ?? (machineAsks ? value.verdict : 'ok');
  const meaning = rules === null ? value?.normalised : rules.normalised;
  const unsure = machineAsks && value.verdict === 'ok';
  return (
    <>
      {unsure && (
        <p className="xs q vf-why">
          {t('results.atConfidence', { percent: format.percent(value.confidence ?? 0) })}
        </p>
      )}
      {!unsure && why(verdict) !== '' && <p className="xs vf-why warn">{why(verdict)}</p>}
      {meaning !== undefined && meaning !== shown && (
        <p className="xs q vf-why">
          {t(field.kind === 'date' ? 'verify.meansDate' : 'verify.means', { value: meaning })}
        </p>
      )}
    </>
  );
}
