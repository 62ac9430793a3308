import type { Field, FieldReading, ResultRow } from '@cardmill/contracts';
import type { Database, NewReadings } from '@cardmill/db';
import { extractFields } from '@cardmill/extraction';
import { ProblemError } from '@cardmill/server-kit';

const PAGE = 100;

/**
 * Takes the fields out of the stored words again, without reading any image; people's edits stay.
 * @returns how many cards have other readings now
 * @throws ProblemError `state_forbids` when the batch is being read again
 */
export async function reExtract(
  db: Pick<Database, 'listCards' | 'readResults' | 'replaceReadings'>,
  batchId: string,
  fields: readonly Field[],
): Promise<number> {
  let changed = 0;
  for (let after = 0; ;) {
    const cards = await db.listCards(batchId, after, PAGE);
    const last = cards.at(-1);
    if (last === undefined) return changed;
    const sizes = new Map(cards.map(({ id, width, height }) => [id, { width, height }]));
    // At most as many rows as cards lie in this stretch; those behind it come with the next.
    const rows = (await db.readResults(batchId, { after, words: true }, PAGE)).filter(({ cardId }) =>
      sizes.has(cardId),
    );
    const readings = rows.flatMap((row) => newReadings(row, fields, sizes.get(row.cardId)) ?? []);
    if (readings.length > 0) {
      const replaced = await db.replaceReadings(batchId, readings);
      if (replaced === null) throw new ProblemError('state_forbids');
      changed += replaced;
    }
    after = last.position;
  }
}

function newReadings(
  row: ResultRow,
  fields: readonly Field[],
  size: { width: number | null; height: number | null } | undefined,
): NewReadings | null {
  if (row.words === undefined) return null;
  const { width = null, height = null } = size ?? {};
  const found = extractFields(
    row.words,
    fields,
    width === null || height === null ? undefined : { width, height },
  );
  const keys = new Set([...Object.keys(row.fields), ...Object.keys(found)]);
  const differing = [...keys].filter((key) => !sameReading(row.fields[key], found[key]));
  if (differing.length === 0) return null;
  const changed = differing.filter((key) => {
    const old = row.fields[key];
    return (old?.edit ?? null) === null && (old?.value ?? null) !== (found[key]?.value ?? null);
  });
  return { cardId: row.cardId, seq: row.seq, fields: found, changed };
}

const PARTS = ['value', 'confidence', 'source', 'verdict'] as const;

const sameReading = (a: FieldReading | undefined, b: FieldReading | undefined): boolean =>
  PARTS.every((part) => (a?.[part] ?? null) === (b?.[part] ?? null));
