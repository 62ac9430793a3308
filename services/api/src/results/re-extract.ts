import { setImmediate as breathe } from 'node:timers/promises';

import type { Field, FieldReading, ResultRow } from '@cardmill/contracts';
import type { Database, NewReadings } from '@cardmill/db';
import type { ExtractionOptions, Extractor } from '@cardmill/extraction';
import { ProblemError } from '@cardmill/server-kit';

import { boundedExtractor } from './bounded-extractor.ts';

const PAGE = 100;

interface Stretch {
  readonly readings: NewReadings[];
  /** Position of the last card looked at; null when there was none. */
  readonly last: number | null;
}

/**
 * Whether the template can be used on this batch, before anything is changed: its first cards are tried.
 * @returns what takes the fields out of a card's words, bounded
 * @throws ProblemError `fields_too_slow`
 */
export async function tryExtraction(
  db: Pick<Database, 'listCards' | 'readResults'>,
  batchId: string,
  fields: readonly Field[],
  options: ExtractionOptions,
  cardMs?: number,
): Promise<Extractor> {
  const bounded = boundedExtractor(fields, options, cardMs);
  await nextStretch(db, batchId, 0, bounded);
  return bounded;
}

/**
 * Takes the fields out of the stored words again, without reading any image; people's edits stay.
 * @returns how many cards have other readings now
 * @throws ProblemError `state_forbids` when the batch is being read again, `fields_too_slow` on a card that takes too long;
 *   that card and those after it keep what was read before
 */
export async function reExtract(
  db: Pick<Database, 'listCards' | 'readResults' | 'replaceReadings'>,
  batchId: string,
  extract: Extractor,
): Promise<number> {
  let changed = 0;
  for (let after = 0; ;) {
    const { readings, last } = await nextStretch(db, batchId, after, extract);
    if (last === null) return changed;
    if (readings.length > 0) {
      const replaced = await db.replaceReadings(batchId, readings);
      if (replaced === null) throw new ProblemError('state_forbids');
      changed += replaced;
    }
    after = last;
  }
}

async function nextStretch(
  db: Pick<Database, 'listCards' | 'readResults'>,
  batchId: string,
  after: number,
  extract: Extractor,
): Promise<Stretch> {
  const cards = await db.listCards(batchId, after, PAGE);
  const sizes = new Map(cards.map(({ id, width, height }) => [id, { width, height }]));
  // At most as many rows as cards lie in this stretch; those behind it come with the next.
  const rows = (await db.readResults(batchId, { after, words: true }, PAGE)).filter(({ cardId }) =>
    sizes.has(cardId),
  );
  const readings: NewReadings[] = [];
  for (const row of rows) {
    readings.push(...(newReadings(row, extract, sizes.get(row.cardId)) ?? []));
    // Other requests are answered between two cards.
    await breathe();
  }
  return { readings, last: cards.at(-1)?.position ?? null };
}

function newReadings(
  row: ResultRow,
  extract: Extractor,
  size: { width: number | null; height: number | null } | undefined,
): [NewReadings] | null {
  if (row.words === undefined) return null;
  const { width = null, height = null } = size ?? {};
  const found = extract(
    row.words,
    width === null || height === null ? undefined : { width, height, angle: row.angle ?? 0 },
  );
  const keys = new Set([...Object.keys(row.fields), ...Object.keys(found)]);
  const differing = [...keys].filter((key) => !sameReading(row.fields[key], found[key]));
  if (differing.length === 0) return null;
  const changed = differing.filter((key) => {
    const old = row.fields[key];
    return (old?.edit ?? null) === null && (old?.value ?? null) !== (found[key]?.value ?? null);
  });
  return [{ cardId: row.cardId, seq: row.seq, fields: found, changed }];
}

const PARTS = ['value', 'normalised', 'confidence', 'source', 'verdict'] as const;

const sameReading = (a: FieldReading | undefined, b: FieldReading | undefined): boolean =>
  PARTS.every((part) => (a?.[part] ?? null) === (b?.[part] ?? null));
