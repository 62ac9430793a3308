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
  orientationOf,
  turn,
  type UprightImage,
} from '../imaging/index.ts';
import { type Budget, SHARE } from './budget.ts';
import { storeDerivatives } from './derivatives.ts';

export interface ScanDeps {
  db: { work: Pick<Database['work'], 'inspected'> };
  store: Pick<ObjectStore, 'put'>;
  limits: Pick<ImageLimits, 'maxPixels'> & { cardDeadlineMs: number };
}

/** A card's image in hand. */
export interface Scan {
  /** Turned by `orientation`: its text stands upright as far as is known. */
  upright: UprightImage;
  orientation: Orientation;
  /** Whether that is beyond doubt; otherwise recognition may find that the card stands on its head. */
  sure: boolean;
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
      const kept = claim.orientation;
      if (!orient) return { upright: image, orientation: 0, sure: true, kept };
      const measured = await orientationOf(image);
      // A stored one that differs is what a reading has found: it knew better.
      const sure = measured.sure || measured.orientation !== kept;
      return { upright: await turn(image, kept), orientation: kept, sure, kept };
    };
    return budget.step(SHARE.decode, again, slowDecode);
  }
  const { upright, orientation, sure, ...facts } = await budget.step(
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
  return { upright, orientation, sure, kept: orientation };
}
