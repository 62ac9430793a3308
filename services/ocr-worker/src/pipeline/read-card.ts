import { createHash } from 'node:crypto';

import type { Segmentation } from '@cardmill/contracts';
import { accessKey, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import type { Claim, Database, Reading } from '@cardmill/db';
import { extractFields } from '@cardmill/extraction';
import { ProblemError } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import type { Recogniser } from '../engine/index.ts';
import {
  decode,
  DEFAULT_LIMITS,
  greyPgm,
  type ImageLimits,
  inspect,
  type UprightImage,
} from '../imaging/index.ts';

export interface ReadCardDeps {
  db: Pick<Database, 'work'>;
  store: ObjectStore;
  recogniser: Recogniser;
  limits: Pick<ImageLimits, 'maxPixels'> & { maxBytes: number; cardDeadlineMs: number };
  defaultSegmentation: Segmentation;
}

/**
 * One attempt at a card: fetch, inspect when that is still to do, and read when the batch has started.
 * @returns what was read, or null when the card was only inspected (and put down by that).
 * @throws whatever went wrong; `verdict` says what it means.
 */
export async function readCard(
  deps: ReadCardDeps,
  claim: Claim,
  signal: AbortSignal,
): Promise<Reading | null> {
  const bytes = await fetchOriginal(deps, claim, signal);
  const upright = await inspected(deps, claim, bytes, signal);
  signal.throwIfAborted();
  if (!claim.recognise) return null;
  const image = greyPgm(upright);
  const segmentation = claim.options.segmentation ?? deps.defaultSegmentation;
  const { text, words, confidence, engine, model } = await deps.recogniser.recognise(image, {
    languages: claim.languages,
    segmentation,
    signal,
    deadlineMs: deps.limits.cardDeadlineMs,
  });
  return {
    text,
    confidence,
    fields: extractFields(words, claim.fields, upright),
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

/** The bytes as they were accepted. Storage that returns other bytes is found out here, not in the reading. */
async function fetchOriginal(
  { store, limits }: ReadCardDeps,
  claim: Claim,
  signal: AbortSignal,
): Promise<Buffer> {
  const bytes = await store.read(originalKey(claim.batchId, claim.fileId), {
    signal,
    maxBytes: limits.maxBytes,
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== claim.sha256) throw new ProblemError('original_changed');
  return bytes;
}

/** The decoded image; the first time with its derivatives stored and its facts written down. */
async function inspected(
  { db, store, limits }: ReadCardDeps,
  claim: Claim,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<UprightImage> {
  const page = claim.page - 1;
  const imageLimits = { ...DEFAULT_LIMITS, maxPixels: limits.maxPixels };
  if (claim.inspected) return decode(bytes, { page, limits: imageLimits });
  const inspection = await inspect(bytes, { page, limits: imageLimits });
  signal.throwIfAborted();
  const images = { contentType: 'image/jpeg', signal };
  await Promise.all([
    store.put(accessKey(claim.batchId, claim.cardId, claim.fileId), inspection.access, images),
    store.put(thumbnailKey(claim.batchId, claim.cardId, claim.fileId), inspection.thumbnail, images),
  ]);
  await db.work.inspected(claim, inspection, !claim.recognise);
  return inspection.upright;
}
