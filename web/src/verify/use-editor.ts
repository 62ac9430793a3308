import type { ResultRow } from '@cardmill/contracts';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { getResult, patchResult } from '../api/results.ts';
import { type CardEditor, createCardEditor, type EditorState } from '../results/card-editor.ts';

/**
 * One editor for the card that is looked at; with the next card a new one, and what was typed in the last is saved.
 * @param onRow as it is when the card comes: it may be called when the card has long been left
 */
export function useEditor(
  batch: string,
  row: ResultRow,
  onRow: (row: ResultRow) => void,
): { editor: CardEditor; state: EditorState } {
  const make = () => ({
    cardId: row.cardId,
    editor: createCardEditor({
      row,
      patch: (version, patch) => patchResult(batch, row.filename, version, patch),
      reread: () => getResult(batch, row.position),
      onRow,
    }),
  });
  const [held, setHeld] = useState(make);
  // In the same rendering: no frame shows one card's image beside another's values.
  let current = held;
  if (held.cardId !== row.cardId) {
    current = make();
    setHeld(current);
  }
  const { editor } = current;
  const state = useSyncExternalStore(editor.subscribe, editor.state);
  useEffect(() => editor.hear(row), [editor, row]);
  useEffect(() => () => void editor.flush(), [editor]);
  return { editor, state };
}
