import type { Field, ResultRow } from '@cardmill/contracts';
import { useEffect, useRef, useState } from 'react';

import { useOnChange } from '../parts/use-on-change.ts';
import type { CardEditor, EditorState } from '../results/card-editor.ts';
import { type CardField, cardFields } from '../results/card-fields.ts';
import { fieldNeedsCheck } from '../results/check.ts';
import { joinWord } from './join-word.ts';
import { textId } from './verify-field.tsx';

interface Place {
  readonly cardId: string;
  readonly key: string | null;
  readonly editing: boolean;
  /** The text as it was when editing began. */
  readonly before: string;
}

const textOf = (key: string): HTMLTextAreaElement | null => {
  const found = document.getElementById(textId(key));
  return found instanceof HTMLTextAreaElement ? found : null;
};
const shownIn = (state: EditorState, key: string): string =>
  state.drafts[key] ?? state.row.fields[key]?.edit?.value ?? state.row.fields[key]?.value ?? '';
const asks = (row: ResultRow, { key }: CardField): boolean => {
  const value = row.fields[key];
  return value !== undefined && fieldNeedsCheck(value);
};

export type ReviewState = ReturnType<typeof useReview>;

/** Where the review stands on one card: the field in focus, whether it is edited, and the ways between fields. */
export function useReview(fields: readonly Field[], editor: CardEditor, state: EditorState) {
  const { row } = state;
  const records = cardFields(fields, row);
  const parts = records.flat();
  const first = parts.find((part) => asks(row, part)) ?? parts[0];
  const fresh: Place = { cardId: row.cardId, key: first?.key ?? null, editing: false, before: '' };
  const [held, setHeld] = useState<Place>(fresh);
  // A new card begins at what asks for a person, whatever was in focus on the last one.
  const place = held.cardId === row.cardId ? held : fresh;

  const focusedCard = useRef('');
  useEffect(() => {
    if (focusedCard.current === row.cardId) return;
    focusedCard.current = row.cardId;
    if (fresh.key !== null) textOf(fresh.key)?.focus({ preventScroll: true });
  });
  useEffect(
    () => () => {
      focusedCard.current = '';
    },
    [],
  );
  const { key: activeKey, editing } = place;
  const inView = `${row.cardId} ${activeKey}`;
  useOnChange(inView, () => {
    if (activeKey !== null) textOf(activeKey)?.closest('.vf')?.scrollIntoView({ block: 'nearest' });
  });

  const goTo = (key: string | undefined): void => {
    if (key === undefined) return;
    setHeld({ cardId: row.cardId, key, editing: false, before: '' });
    textOf(key)?.focus({ preventScroll: true });
  };
  // Two values for one field are nothing to leave behind: the focus goes there, unless somebody is writing.
  const disputed = parts.find((part) => part.key in state.conflicts)?.key;
  useOnChange(disputed, () => {
    if (disputed !== undefined && !editing) goTo(disputed);
  });
  const at = parts.findIndex((part) => part.key === activeKey);
  const edit = (caret: 'end' | 'stay'): void => {
    if (activeKey === null) return;
    if (!editing) setHeld({ ...place, editing: true, before: shownIn(state, activeKey) });
    const text = textOf(activeKey);
    text?.focus({ preventScroll: true });
    if (caret === 'end') text?.setSelectionRange(text.value.length, text.value.length);
  };

  return {
    records,
    activeKey,
    editing,
    /** The text as it was when editing began. */
    before: place.before,
    /** The focus came to a field. */
    arrive(key: string): void {
      if (key !== activeKey) setHeld({ cardId: row.cardId, key, editing: false, before: '' });
    },
    editHere(key: string): void {
      if (key !== activeKey || !editing)
        setHeld({ cardId: row.cardId, key, editing: true, before: shownIn(state, key) });
    },
    edit,
    move: (by: -1 | 1): void => goTo(parts[at + by]?.key),
    /** Confirms the field and goes to the next that asks for a person, else to the next. @returns false after the last one */
    accept(): boolean {
      if (activeKey === null) return false;
      void editor.accept(activeKey);
      const after = parts.slice(at + 1);
      const next = after.find((part) => asks(row, part)) ?? after[0];
      if (next === undefined) setHeld({ ...place, editing: false });
      else goTo(next.key);
      return next !== undefined;
    },
    /** Ends editing as if it had not begun. */
    leave(): void {
      if (activeKey !== null && editing && shownIn(state, activeKey) !== place.before) {
        editor.type(activeKey, place.before);
        void editor.flush();
      }
      setHeld({ ...place, editing: false });
    },
    undo(): void {
      if (activeKey !== null) void editor.takeBack(activeKey);
    },
    /** Takes a word of the image into the field: where the caret is, in the place of what is marked, else at the end. */
    takeWord(word: string): void {
      const text = activeKey === null ? null : textOf(activeKey);
      if (activeKey === null || text === null) return;
      const end = text.value.length;
      const [from, to] = editing ? [text.selectionStart, text.selectionEnd] : [end, end];
      const joined = joinWord(text.value, from, to, word);
      editor.type(activeKey, joined.text);
      if (!editing) setHeld({ ...place, editing: true, before: text.value });
      // After the new text stands in it.
      requestAnimationFrame(() => {
        text.focus({ preventScroll: true });
        text.setSelectionRange(joined.caret, joined.caret);
      });
    },
  };
}
