import { type Field, type FindState, type Match, MATCHES } from '@cardmill/contracts';
import { Edit, FieldReading, SearchHit, type Word } from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';
import { CHECK } from './review.ts';
import { type Spelling, toTsQuery, type Unit } from './search-text.ts';
import { unpackWords } from './work.ts';

/** A search that takes longer is given up: nobody waits for it any more. */
const STATEMENT_MS = 10_000;
/** Words of the house that one typed word may stand for, of each kind. */
const SIMILAR_MAX = 40;
/** Shorter ones begin too many others. */
const PREFIX_FROM = 3;

export interface SearchFilter {
  batch?: string | undefined;
  station?: string | undefined;
  state?: FindState | undefined;
  card?: string | undefined;
}

/** Where a page ended: how near its last card came, and the card's place in the house. */
export interface SearchCursor {
  match: Match;
  batchId: string;
  position: number;
}

interface Place {
  cardId: string;
  batchId: string;
  position: number;
}

/** A found card with all that is needed to show why. */
export interface FoundCard extends Place {
  match: Match;
  batch: { name: string; title: string; station: string; createdAt: string; fields: readonly Field[] };
  filename: string;
  page: number;
  seq: number;
  status: SearchHit['status'];
  text: string;
  readings: Readonly<Record<string, FieldReading>>;
  edits: Readonly<Record<string, Edit>>;
  words: readonly Word[];
}

export interface Found {
  cards: FoundCard[];
  next: SearchCursor | null;
  /** How the units may stand on a card of each match. */
  spellings: ReadonlyMap<Match, readonly (readonly Spelling[])[]>;
}

const NONE: ReadonlySet<string> = new Set();

const READ = Prisma.sql`r.card_id IS NOT NULL AND c.state <> 'failed'`;
/** Of a card `c` with its result `r`, as reviews and Results count it. */
const IN_STATE: Record<FindState, Prisma.Sql> = {
  check: Prisma.sql`${READ} AND c.verified_at IS NULL AND (SELECT ${CHECK} FROM jsonb_each(r.fields) f)`,
  open: Prisma.sql`${READ} AND c.verified_at IS NULL`,
  verified: Prisma.sql`c.verified_at IS NOT NULL`,
  edited: Prisma.sql`EXISTS (SELECT FROM edits e WHERE e.card_id = c.id)`,
  failed: Prisma.sql`c.state = 'failed'`,
};

/** Finding cards by what stands on them. */
export function searchOperations(client: PrismaClient) {
  type Tx = Pick<PrismaClient, '$queryRaw'>;

  /** Words of the house like the typed ones. */
  async function similarTo(tx: Tx, units: readonly Unit[]) {
    const words = [...new Set(units.flat().map(({ word }) => word))];
    const rows = await tx.$queryRaw<{ typed: string; word: string; holds: boolean }[]>`
      SELECT t.word AS typed, s.word, s.holds
      FROM unnest(${words}::text[]) t(word) CROSS JOIN LATERAL search_similar(t.word, ${SIMILAR_MAX}::int) s`;
    return (typed: string, all: boolean): string[] =>
      rows.filter((row) => row.typed === typed && (all || row.holds)).map((row) => row.word);
  }

  const places = (
    tx: Tx,
    query: string,
    but: string | null,
    after: SearchCursor | null,
    filter: SearchFilter,
    limit: number,
  ) => {
    const where = [Prisma.sql`s.words @@ ${query}::tsquery`];
    // Those came with a nearer match.
    if (but !== null) where.push(Prisma.sql`NOT s.words @@ ${but}::tsquery`);
    if (after !== null)
      where.push(Prisma.sql`(s.batch_id < ${after.batchId}::uuid
        OR (s.batch_id = ${after.batchId}::uuid AND s.position > ${after.position}))`);
    if (filter.batch !== undefined) where.push(Prisma.sql`b.name = ${filter.batch}`);
    if (filter.station !== undefined) where.push(Prisma.sql`b.station = ${filter.station}`);
    if (filter.card !== undefined) where.push(Prisma.sql`s.card_id = ${filter.card}::uuid`);
    // Only then: most searches are of all cards, and their words are enough.
    const cards =
      filter.state === undefined
        ? Prisma.empty
        : Prisma.sql`JOIN cards c ON c.id = s.card_id LEFT JOIN results r ON r.card_id = c.id`;
    if (filter.state !== undefined) where.push(IN_STATE[filter.state]);
    return tx.$queryRaw<Place[]>`
      SELECT s.card_id AS "cardId", s.batch_id AS "batchId", s.position
      FROM search_cards s ${cards} JOIN batches b ON b.id = s.batch_id AND b.deleted_at IS NULL
      WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY s.batch_id DESC, s.position LIMIT ${limit}`;
  };

  return {
    /**
     * Makes cards findable as they are now, those that changed longest ago first; a card in somebody's hand is left for later.
     * @returns how many; 0 when nothing is due.
     */
    async indexChanged(limit: number): Promise<number> {
      const [row] = await client.$queryRaw<{ n: number }[]>`SELECT search_catch_up(${limit}::int) AS n`;
      return row?.n ?? 0;
    },

    /**
     * Cards that have all units: first as typed, then as parts of words, then as words they may have been misread from;
     * within each the newest batch first, in the order of its drawer.
     */
    async searchCards(
      units: readonly Unit[],
      filter: SearchFilter,
      after: SearchCursor | null,
      limit: number,
    ): Promise<Found> {
      const spellings = new Map<Match, readonly (readonly Spelling[])[]>();
      if (units.length === 0) return { cards: [], next: null, spellings };
      return client.$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(STATEMENT_MS)}, true)`;
          const exact = units.map((unit) => unit.map(({ word }) => ({ word, others: NONE, prefix: false })));
          spellings.set('exact', exact);
          let like: Awaited<ReturnType<typeof similarTo>> | null = null;
          const found: (Place & { match: Match })[] = [];
          let before: string | null = null;
          for (const match of MATCHES) {
            // One more than asked for says whether there is a next page; words like the typed ones only when needed.
            const wanted = limit + 1 - found.length;
            if (wanted <= 0) break;
            if (match !== 'exact') {
              like ??= await similarTo(tx, units);
              const words = like;
              spellings.set(
                match,
                units.map((unit) =>
                  unit.map(({ word, variants }) => ({
                    word,
                    others: new Set([...variants, ...words(word, match === 'similar')]),
                    prefix: word.length >= PREFIX_FROM,
                  })),
                ),
              );
            }
            const query = toTsQuery(spellings.get(match) ?? exact);
            const nearer: string | null = before;
            before = query;
            if (query === nearer) continue;
            if (after !== null && MATCHES.indexOf(after.match) > MATCHES.indexOf(match)) continue;
            const from = after?.match === match ? after : null;
            const rows = await places(tx, query, nearer, from, filter, wanted);
            found.push(...rows.map((row) => ({ ...row, match })));
          }
          const page = found.slice(0, limit);
          const last = page.at(-1);
          return {
            cards: await readFound(tx, page),
            next:
              found.length > limit && last !== undefined
                ? { match: last.match, batchId: last.batchId, position: last.position }
                : null,
            spellings,
          };
        },
        { timeout: 3 * STATEMENT_MS, maxWait: STATEMENT_MS },
      );
    },
  };
}

interface CardRow {
  cardId: string;
  name: string;
  title: string;
  station: string;
  createdAt: Date;
  fields: Field[];
  filename: string;
  page: number;
  seq: number;
  state: string;
  /** These are null of a card that was never read. */
  text: string | null;
  readings: unknown;
  words: Uint8Array | null;
  edits: unknown;
}

async function readFound(
  tx: Pick<PrismaClient, '$queryRaw'>,
  places: readonly (Place & { match: Match })[],
): Promise<FoundCard[]> {
  if (places.length === 0) return [];
  const rows = await tx.$queryRaw<CardRow[]>`
    SELECT c.id AS "cardId", b.name, b.title, b.station, b.created_at AS "createdAt", b.fields, c.filename, c.page,
      c.last_seq AS seq, c.state::text AS state, r.text, r.fields AS readings, r.words,
      (SELECT jsonb_object_agg(e.key, jsonb_build_object('value', e.value, 'by', e.by,
         'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
       FROM edits e WHERE e.card_id = c.id) AS edits
    FROM cards c JOIN batches b ON b.id = c.batch_id LEFT JOIN results r ON r.card_id = c.id
    WHERE c.id = ANY (${places.map((place) => place.cardId)}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.cardId, row]));
  // One that is gone since it was found is left out.
  return places.flatMap((place) => {
    const row = byId.get(place.cardId);
    return row === undefined ? [] : [toFound(place, row)];
  });
}

const Readings = z.record(z.string(), FieldReading).nullable();
const Edits = z.record(z.string(), Edit).nullable();

const toFound = (place: Place & { match: Match }, row: CardRow): FoundCard => ({
  ...place,
  batch: {
    name: row.name,
    title: row.title,
    station: row.station,
    createdAt: row.createdAt.toISOString(),
    fields: row.fields,
  },
  filename: row.filename,
  page: row.page,
  seq: row.seq,
  // A card that is being read again still shows what was read before.
  status: SearchHit.shape.status.safeParse(row.state).data ?? (row.text === null ? 'failed' : 'succeeded'),
  text: row.text ?? '',
  readings: Readings.parse(row.readings) ?? {},
  edits: Edits.parse(row.edits) ?? {},
  words: row.words === null || row.words.length === 0 ? [] : unpackWords(row.words),
});
