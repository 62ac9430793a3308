import { createHash } from 'node:crypto';

import { originalKey } from '@cardmill/contracts/wire';
import type { Claim, Reading } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import type { Recogniser } from '../engine/index.ts';
import { type Budget, createBudget, SHARE } from './budget.ts';
import { keepDerivatives, slowStore } from './derivatives.ts';
import { findFields } from './find-fields.ts';
import { recogniseCard } from './recognise-card.ts';
import { type ScanDeps, scanOf } from './scan.ts';

export interface ReadCardDeps extends ScanDeps {
  store: ObjectStore;
  recogniser: Recogniser;
  limits: ScanDeps['limits'] & { maxBytes: number };
}

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
  const scan = await scanOf(deps, claim, bytes, budget);
  signal.throwIfAborted();
  if (!claim.recognise) return null;
  const { text, words, confidence, upright, orientation, angle, how } = await recogniseCard(
    deps.recogniser,
    scan,
    {
      languages: claim.languages,
      options: claim.options,
      signal,
      deadlineMs: budget.left(SHARE.fields),
    },
  );
  // What people see is turned as it was read, before the row says so.
  if (orientation !== scan.kept) await keepDerivatives(deps, claim, { upright, orientation }, budget);
  return {
    text,
    confidence,
    fields: findFields(
      words,
      claim.fields,
      { width: upright.width, height: upright.height, angle },
      SHARE.fields * deps.limits.cardDeadlineMs,
      claim.options,
    ),
    words: words.map((word) => ({
      text: word.text,
      confidence: word.confidence,
      x: word.x,
      y: word.y,
      width: word.width,
      height: word.height,
    })),
    image: { width: upright.width, height: upright.height, orientation },
    how: { ...how, fields: claim.fields },
  };
}

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
