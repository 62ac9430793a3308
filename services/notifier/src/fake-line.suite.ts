import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { type CardOutcome, codedError, makeBatchName } from '@cardmill/contracts';
import { encodeHint, HINT_CHANNEL, type Hint } from '@cardmill/contracts/wire';
import type { Database, Reading } from '@cardmill/db';
import { createRedis } from '@cardmill/server-kit';

/** Repeatable random numbers (mulberry32). */
export function createRandom(seed: number) {
  let state = seed;
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { share, below: (limit: number): number => Math.floor(share() * limit) };
}
export type Random = ReturnType<typeof createRandom>;

/** A seed for this run, or the one to repeat. */
export const seedOf = (env: string | undefined): number =>
  env === undefined || env === '' ? randomBytes(4).readUInt32BE() : Number(env);

const PAGES = 500;

/** A draft with so many cards. */
export async function makeBatch(db: Database, cards: number): Promise<{ name: string; id: string }> {
  const name = makeBatchName('Drawer', new Date(), randomBytes(4).toString('hex'));
  const { id } = await db.createBatch(name, {
    title: 'Drawer',
    station: '',
    fields: [],
    templateId: 'free-text',
    languages: ['deu'],
    options: {},
  });
  for (let first = 1; first <= cards; first += PAGES) {
    const names = Array.from(
      { length: Math.min(PAGES, cards + 1 - first) },
      (_, n) => `card-${first + n}.tif`,
    );
    const file = await db.intendFile(id, `file-${first}.tif`);
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    await db.acceptFile(file.id, { sha256, size: 1, mediaType: 'image/tiff' }, names);
  }
  return { name, id };
}

/** Publishes hints like every process that changes a batch; `isLost` says which never arrive. */
export function createHints(redisUrl: string, isLost: (n: number) => boolean = () => false) {
  const redis = createRedis(redisUrl, 'publisher');
  let n = 0;
  return {
    send(hint: Hint): void {
      n += 1;
      if (!isLost(n)) redis.publish(HINT_CHANNEL, encodeHint(hint)).catch(() => undefined);
    },
    ready: () => redis.status === 'ready',
    close: () => redis.disconnect(),
  };
}
export type Hints = ReturnType<typeof createHints>;

export interface FakeWorkerOptions {
  db: Database;
  hints: Pick<Hints, 'send'>;
  hands?: number;
  /** Ends no more than so many. */
  cards?: number;
  /** How a card ends. */
  ending?: (filename: string, attempt: number) => CardOutcome['status'];
  /** Before each card. */
  pace?: () => Promise<void>;
  /** Letters in a field of each result, to make messages large. */
  padding?: number;
}

/**
 * Claims and ends everything that is due, with several hands at once, and reads nothing.
 * @returns number of cards ended
 */
export async function workAll({ db, hints, hands = 4, ...options }: FakeWorkerOptions): Promise<number> {
  const reading = (filename: string): Reading => ({
    text: filename,
    confidence: 88,
    fields:
      options.padding === undefined
        ? {}
        : { note: { value: 'x'.repeat(options.padding), confidence: 88, source: 'line', verdict: 'ok' } },
    words: [],
    how: {},
  });
  let ended = 0;
  let left = options.cards ?? Infinity;

  async function hand(id: number): Promise<void> {
    for (;;) {
      if (left-- <= 0) return;
      await options.pace?.();
      const claim = await db.work.claimTurn(`fake-${id}`, 30_000, { rung: false });
      if (claim === null) return;
      const { batch } = claim;
      if (claim.firstOfRun) hints.send({ batch, seq: claim.seq, kind: 'change' });
      const done =
        options.ending?.(claim.filename, claim.attempt) === 'failed'
          ? await db.work.fail(claim, codedError('ocr_failed'), 3)
          : await db.work.succeed(claim, reading(claim.filename), 5);
      if (done === null) continue;
      ended += 1;
      hints.send({ batch, seq: done.seq, kind: 'outcome' });
    }
  }

  await Promise.all(Array.from({ length: hands }, (_, id) => hand(id)));
  return ended;
}
