import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { ReadingOptions, TryRequest } from '@cardmill/contracts';
import { codedError } from '@cardmill/contracts';
import type { SampleSettings, StoredBatch, TrialCard, TrialReading } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

import type { Api } from '../deps.ts';

const DEFAULT_LIMIT = 10;
const LOOK_MS = 250;

/**
 * The cards of the sample, in the order of the batch.
 * @throws ProblemError `card_not_found`, naming what the batch does not hold; `batch_empty`
 */
export async function sampleCards(
  db: Pick<Api['db'], 'trialCards'>,
  batchId: string,
  { filenames, truth, limit }: Pick<TryRequest, 'filenames' | 'truth' | 'limit'>,
): Promise<TrialCard[]> {
  const known = Object.keys(truth ?? {});
  const named = filenames ?? (known.length === 0 ? undefined : known);
  const cards = await db.trialCards(
    batchId,
    named === undefined ? { limit: limit ?? DEFAULT_LIMIT } : { filenames: named },
  );
  const there = new Set(cards.map((card) => card.filename));
  const missing = (named ?? []).filter((name) => !there.has(name));
  if (missing.length > 0) {
    const errors = missing.map((name) => ({ path: 'body.filenames', message: `no such card: ${name}` }));
    throw new ProblemError('card_not_found', { extra: { errors } });
  }
  if (cards.length === 0) throw new ProblemError('batch_empty');
  return cards;
}

/** Options without what concerns only the fields: that changes nothing about the reading. */
export function readingOptions({ records: _records, ...options }: ReadingOptions): ReadingOptions {
  return options;
}

/**
 * What there is of these cards, after waiting for a while for what is still to be read. A card that has ended in its
 * batch with the same settings is not read again; for others samples are asked for.
 * @param waitMs longest wait.
 * @param signal ends the wait: whoever asked has gone away.
 */
export async function sampleReadings(
  api: Pick<Api, 'db' | 'ringSamples'>,
  batch: StoredBatch,
  cards: readonly TrialCard[],
  settings: SampleSettings,
  waitMs: number,
  signal: AbortSignal,
): Promise<Map<string, TrialReading>> {
  const asInBatch =
    isDeepStrictEqual([...batch.languages], [...settings.languages]) &&
    isDeepStrictEqual(readingOptions(batch.options), settings.options);
  const ended = (card: TrialCard) => (asInBatch ? card.ended : null);
  const idsOf = (which: TrialCard['ended']) =>
    cards.filter((card) => ended(card) === which).map((card) => card.cardId);
  const toRead = idsOf(null);
  if (toRead.length > 0) await read(api, batch.id, toRead, settings, waitMs, signal);
  const found = [
    ...(await api.db.trialResults(idsOf('read'))),
    ...(await api.db.trialSamples(toRead, settings)),
  ];
  const readings = new Map(found.map((reading) => [reading.cardId, reading]));
  for (const { cardId, error } of cards.filter((card) => ended(card) === 'failed'))
    readings.set(cardId, { cardId, state: 'failed', error, durationMs: null });
  // Removed while we waited.
  const gone = { state: 'failed' as const, error: codedError('card_not_found'), durationMs: null };
  for (const { cardId } of cards) if (!readings.has(cardId)) readings.set(cardId, { cardId, ...gone });
  return readings;
}

async function read(
  { db, ringSamples }: Pick<Api, 'db' | 'ringSamples'>,
  batchId: string,
  cardIds: readonly string[],
  settings: SampleSettings,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + waitMs;
  let open = await db.samples.request(batchId, cardIds, settings);
  if (open > 0) ringSamples();
  while (open > 0 && performance.now() < until && !signal.aborted) {
    const left = Math.max(1, Math.min(LOOK_MS, until - performance.now()));
    await sleep(left, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) open = await db.samples.open(cardIds, settings);
  }
}
