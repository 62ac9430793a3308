import { type FieldReading, splitRecordKey, type TryCard, type TryReply } from '@cardmill/contracts';

import { CHECK_BELOW, fieldNeedsCheck } from '../../results/check.ts';

/** What one card gave for one field, record by record. */
export interface FoundField {
  readonly key: string;
  readonly record: number;
  readonly reading: FieldReading;
}

export const foundFor = (card: TryCard, field: string): FoundField[] =>
  Object.entries(card.fields).flatMap(([full, reading]) => {
    const { key, record } = splitRecordKey(full);
    return key === field ? [{ key: full, record, reading }] : [];
  });

/** The words of one field on a card, of all its records; those that the engine was unsure of apart. */
export function litFor(
  card: TryCard | undefined,
  field: string | undefined,
): { words: number[]; unsure: number[] } {
  if (card === undefined || field === undefined) return { words: [], unsure: [] };
  const words = foundFor(card, field).flatMap(({ reading }) => reading.words ?? []);
  return {
    words,
    unsure: words.filter((place) => (card.words?.[place]?.confidence ?? 100) < CHECK_BELOW),
  };
}

/** On how many of the cards that were read a field was found, and on how many it needs a look. */
export function countFound(
  reply: TryReply,
  field: string,
): { cards: number; found: number; toCheck: number } {
  const read = reply.cards.filter((card) => card.status === 'read');
  const each = read.map((card) => foundFor(card, field).map(({ reading }) => reading));
  return {
    cards: read.length,
    found: each.filter((readings) => readings.some(({ value }) => value !== null)).length,
    toCheck: each.filter((readings) => readings.some(fieldNeedsCheck)).length,
  };
}
