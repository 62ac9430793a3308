import type { Orientation } from '@cardmill/contracts';
import type { Claim, Database } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import {
  CardError,
  decode,
  DEFAULT_LIMITS,
  type ImageLimits,
  inspect,
  type MeasuredScan,
  measureScan,
} from '../imaging/index.ts';
import { type Budget, SHARE } from './budget.ts';
import { storeDerivatives } from './derivatives.ts';

export interface ScanDeps {
  db: { work: Pick<Database['work'], 'inspected'> };
  store: Pick<ObjectStore, 'put'>;
  limits: Pick<ImageLimits, 'maxPixels'> & { cardDeadlineMs: number };
}

/** A card's image in hand. */
export interface Scan extends MeasuredScan {
  /** The orientation of the access image that is stored: when the reading's is another, make it with `keepDerivatives`. */
  kept: Orientation;
}

/** The decoded image, turned; the first time with its derivatives stored and its facts written down. */
export async function scanOf(deps: ScanDeps, claim: Claim, bytes: Buffer, budget: Budget): Promise<Scan> {
  const { db, limits } = deps;
  const page = claim.page - 1;
  // What the waiter is freed from goes on in libvips, hence its own bound too.
  const seconds = Math.ceil((SHARE.decode * limits.cardDeadlineMs) / 1_000);
  const imageLimits = {
    ...DEFAULT_LIMITS,
    maxPixels: limits.maxPixels,
    timeoutSeconds: Math.min(DEFAULT_LIMITS.timeoutSeconds, seconds),
  };
  const slowDecode = (cause: Error): Error => new CardError('image_timeout', cause.message, { cause });
  const orient = claim.options.imaging?.orient !== false;
  if (claim.inspected) {
    const again = async (): Promise<Scan> => {
      const image = await decode(bytes, { page, limits: imageLimits });
      const { scanned: _, ...measured } = await measureScan(image, orient ? claim.orientation : 0);
      return { ...measured, kept: claim.orientation };
    };
    return budget.step(SHARE.decode, again, slowDecode);
  }
  const { upright, orientation, sure, copy, text, content, ...facts } = await budget.step(
    SHARE.decode,
    () => inspect(bytes, { page, limits: imageLimits, orient }),
    slowDecode,
  );
  await storeDerivatives(deps, claim, orientation, facts, budget);
  await budget.step(
    SHARE.facts,
    () => db.work.inspected(claim, { ...facts, orientation }, !claim.recognise),
    (cause) => new ProblemError('database_unavailable', { cause }),
  );
  return { upright, orientation, sure, copy, text, content, kept: orientation };
}
