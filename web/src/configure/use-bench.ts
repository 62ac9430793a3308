import { type Batch, completeFields, type Zone } from '@cardmill/contracts';
import { useState } from 'react';

import { useCards } from '../upload/use-cards.ts';
import type { WordBox } from '../viewer/word-boxes.tsx';
import { type FieldRow, keysOf, toInputs } from './field-rows.ts';
import type { SetUpParts } from './set-up-parts.ts';
import { useSample } from './trial/use-sample.ts';
import { useTrial } from './trial/use-trial.ts';
import { zoneFromEdge, zoneFromWord } from './zones/places.ts';
import type { DeskMode } from './zones/zone-layer.tsx';

type Parts = Pick<SetUpParts, 'rows' | 'languages' | 'options'>;

/** What form, card and trial have in common: the open field, the card in view, and what was found on it. */
export function useBench(batch: Batch, { rows, languages, options }: Parts, serverChooses: boolean) {
  const { cards } = useCards(batch.name, batch.fileCount);
  const sample = useSample(batch.name, cards);
  const fields = toInputs(rows);
  const trial = useTrial(batch.name, {
    fields,
    languages,
    options,
    filenames: serverChooses && sample.automatic ? null : sample.chosen,
  });
  const [openId, setOpen] = useState<number | null>(null);
  const [mode, setMode] = useState<DeskMode>('look');
  const open = rows.some(({ id }) => id === openId) ? openId : null;
  const keys = keysOf(rows);
  const tried = trial.reply?.cards.find(
    (card) => card.filename === sample.card?.filename && card.status === 'read',
  );
  const openField = (id: number | null): void => {
    setOpen(id);
    setMode('look');
  };
  return {
    sample,
    trial,
    /** What was read on the card in view. */
    tried,
    fields: completeFields(fields),
    open,
    openKey: open === null ? undefined : keys.get(open),
    keys,
    mode,
    setMode,
    openField,
    openByKey: (key: string): void => {
      const row = rows.find(({ id }) => keys.get(id) === key);
      if (row !== undefined) openField(row.id);
    },
    /** The row with its zone counted from a word of the card in view; null when that cannot be. */
    anchored: (word: WordBox): { row: FieldRow; zone: Zone } | null => {
      const row = rows.find(({ id }) => id === open);
      if (row === undefined || row.zone === null || tried === undefined) return null;
      const zone = zoneFromWord(tried, row.zone, word);
      return zone === null ? null : { row, zone };
    },
    fromEdge: (zone: Zone): Zone | null => zoneFromEdge(tried, zone),
  };
}
