import { type SearchField, type SearchHit, splitRecordKey } from '@cardmill/contracts';
import type { FoundCard, Spelling } from '@cardmill/db';

import { boxesOf } from './boxes.ts';
import { partsOf } from './parts.ts';

/** Values that say which card it is, and those at most that were found. */
const LEAD = 3;
const HITS_MAX = 6;

/** A found card as it is shown: why it was found, in the text, in the values and on the image. */
export function showHit(card: FoundCard, units: readonly (readonly Spelling[])[]): SearchHit {
  const { fields: _, ...batch } = card.batch;
  const { fields, hits } = fieldsOf(card, units);
  return {
    cardId: card.cardId,
    batch,
    filename: card.filename,
    name: partsOf(card.filename, units).parts,
    page: card.page,
    position: card.position,
    seq: card.seq,
    status: card.status,
    match: card.match,
    snippet: partsOf(card.text, units).parts,
    fields,
    boxes: boxesOf(card, units, hits),
  };
}

function fieldsOf(
  card: FoundCard,
  units: readonly (readonly Spelling[])[],
): { fields: SearchField[]; hits: string[] } {
  const order = card.batch.fields.map((field) => field.key);
  const place = (key: string): number => {
    const { key: base, record } = splitRecordKey(key);
    const at = order.indexOf(base);
    return record * 1_000 + (at === -1 ? order.length : at);
  };
  const keys = [...new Set([...Object.keys(card.readings), ...Object.keys(card.edits)])];
  const shown = keys
    .toSorted((a, b) => place(a) - place(b))
    .flatMap((key): SearchField[] => {
      const edit = card.edits[key];
      const value = edit?.value ?? card.readings[key]?.value ?? '';
      if (value.trim() === '') return [];
      const base = splitRecordKey(key).key;
      const label = card.batch.fields.find((field) => field.key === base)?.label ?? base;
      return [{ key, label, edited: edit !== undefined, ...partsOf(value, units) }];
    });
  const hits = shown.filter((field) => field.hit).slice(0, HITS_MAX);
  const lead = shown.filter((field) => !field.hit).slice(0, Math.max(0, LEAD - hits.length));
  return { fields: [...hits, ...lead], hits: hits.map((field) => field.key) };
}
