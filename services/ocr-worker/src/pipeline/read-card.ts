import { createHash } from 'node:crypto';

import type { Segmentation } from '@cardmill/contracts';
import { accessKey, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import type { Claim, Database, Reading } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';
import { type ObjectStore, StorageUnavailable } from '@cardmill/storage';

import type { Recogniser } from '../engine/index.ts';
import {
  CardError,
  decode,
  DEFAULT_LIMITS,
  greyPgm,
  type ImageLimits,
  inspect,
  type UprightImage,
} from '../imaging/index.ts';
import { type Budget, createBudget } from './budget.ts';
import { findFields } from './find-fields.ts';

export interface ReadCardDeps {
  db: { work: Pick<Database['work'], 'inspected'> };
  store: ObjectStore;
  recogniser: Recogniser;
  limits: Pick<ImageLimits, 'maxPixels'> & { maxBytes: number; cardDeadlineMs: number };
  defaultSegmentation: Segmentation;
}

/** Shares of a card's deadline. What is not used is recognition's: it has between a fifth and nine tenths. */
const SHARE = { fetch: 0.25, decode: 0.25, keep: 0.1, facts: 0.1, fields: 0.1 };

/**
 * One attempt at a card: fetch, inspect when that is still to do, and read when the batch has started. Takes no longer
 * than the card's deadline, and up to 5 s more when an engine has to be ended.
 * @returns what was read, or null when the card was only inspected (and put down by that).
 * @throws whatever went wrong; `verdict` says what it means.
 */
export async function readCard(
  deps: ReadCardDeps,
  claim: Claim,
  signal: AbortSignal,
): Promise<Reading | null> {
  const budget = createBudget(deps.limits.cardDeadlineMs, signal);
  const bytes = await fetchOriginal(deps, claim, budget);
  const upright = await inspected(deps, claim, bytes, budget);
  signal.throwIfAborted();
  if (!claim.recognise) return null;
  const image = greyPgm(upright);
  const segmentation = claim.options.segmentation ?? deps.defaultSegmentation;
  const { text, words, confidence, engine, model } = await deps.recogniser.recognise(image, {
    languages: claim.languages,
    segmentation,
    signal,
    deadlineMs: budget.left(SHARE.fields),
  });
  return {
    text,
    confidence,
    fields: findFields(words, claim.fields, upright, SHARE.fields * deps.limits.cardDeadlineMs),
    words: words.map((word) => ({
      text: word.text,
      confidence: word.confidence,
      x: word.x,
      y: word.y,
      width: word.width,
      height: word.height,
    })),
    how: { engine, model, segmentation, languages: claim.languages, dpi: image.dpi, fields: claim.fields },
  };
}

const slowStore = (cause: Error): Error =>
  new StorageUnavailable(`storage was too slow: ${cause.message}`, { cause });

/** The bytes as they were accepted. Storage that returns other bytes is found out here, not in the reading. */
async function fetchOriginal({ store, limits }: ReadCardDeps, claim: Claim, budget: Budget): Promise<Buffer> {
  const key = originalKey(claim.batchId, claim.fileId);
  // Bounded as a whole: the store's own bounds are on silence, and bytes that trickle are none.
  const bytes = await budget.step(
    SHARE.fetch,
    (signal) => store.read(key, { signal, maxBytes: limits.maxBytes }),
    slowStore,
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== claim.sha256) throw new ProblemError('original_changed');
  return bytes;
}

/** The decoded image; the first time with its derivatives stored and its facts written down. */
async function inspected(
  { db, store, limits }: ReadCardDeps,
  claim: Claim,
  bytes: Buffer,
  budget: Budget,
): Promise<UprightImage> {
  const page = claim.page - 1;
  // What the waiter is freed from goes on in libvips, hence its own bound too.
  const seconds = Math.ceil((SHARE.decode * limits.cardDeadlineMs) / 1_000);
  const imageLimits = {
    ...DEFAULT_LIMITS,
    maxPixels: limits.maxPixels,
    timeoutSeconds: Math.min(DEFAULT_LIMITS.timeoutSeconds, seconds),
  };
  const slowDecode = (cause: Error): Error => new CardError('image_timeout', cause.message, { cause });
  if (claim.inspected)
    return budget.step(SHARE.decode, () => decode(bytes, { page, limits: imageLimits }), slowDecode);
  const inspection = await budget.step(
    SHARE.decode,
    () => inspect(bytes, { page, limits: imageLimits }),
    slowDecode,
  );
  const keep = async (signal: AbortSignal): Promise<void> => {
    const images = { contentType: 'image/jpeg', signal };
    await Promise.all([
      store.put(accessKey(claim.batchId, claim.cardId, claim.fileId), inspection.access, images),
      store.put(thumbnailKey(claim.batchId, claim.cardId, claim.fileId), inspection.thumbnail, images),
    ]);
  };
  await budget.step(SHARE.keep, keep, slowStore);
  await budget.step(
    SHARE.facts,
    () => db.work.inspected(claim, inspection, !claim.recognise),
    (cause) => new ProblemError('database_unavailable', { cause }),
  );
  return inspection.upright;
}
