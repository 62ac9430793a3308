import type { Orientation } from '@cardmill/contracts';
import { accessKey, thumbnailKey } from '@cardmill/contracts/wire';
import type { Claim } from '@cardmill/db';
import { type ObjectStore, StorageUnavailable } from '@cardmill/storage';

import { type Derivatives, makeDerivatives, type UprightImage } from '../imaging/index.ts';
import { type Budget, SHARE } from './budget.ts';

/** Whose images they are. */
type Owner = Pick<Claim, 'batchId' | 'cardId' | 'fileId'>;

/** What a store that was too slow means: trouble of the house, not of the card. */
export const slowStore = (cause: Error): Error =>
  new StorageUnavailable(`storage was too slow: ${cause.message}`, { cause });

/**
 * Makes access image and thumbnail of a scan that is turned otherwise than the inspection thought, and stores them. They
 * are shown once the row names their orientation (`Reading.image`); until then, and if this attempt loses the card, the
 * ones of the inspection are.
 */
export async function keepDerivatives(
  deps: { store: Pick<ObjectStore, 'put'> },
  claim: Owner,
  { upright, orientation }: { upright: UprightImage; orientation: Orientation },
  budget: Budget,
): Promise<void> {
  const keep = async (signal: AbortSignal): Promise<void> =>
    store(deps, claim, orientation, await makeDerivatives(upright), signal);
  await budget.step(SHARE.keep, keep, slowStore);
}

/** Stores them under the keys of their orientation: an object never changes. */
export async function storeDerivatives(
  deps: { store: Pick<ObjectStore, 'put'> },
  claim: Owner,
  orientation: Orientation,
  derivatives: Derivatives,
  budget: Budget,
): Promise<void> {
  const keep = (signal: AbortSignal): Promise<void> => store(deps, claim, orientation, derivatives, signal);
  await budget.step(SHARE.keep, keep, slowStore);
}

async function store(
  deps: { store: Pick<ObjectStore, 'put'> },
  { batchId, cardId, fileId }: Owner,
  orientation: Orientation,
  { access, thumbnail }: Derivatives,
  signal: AbortSignal,
): Promise<void> {
  const scan = { batchId, cardId, fileId, orientation };
  const images = { contentType: 'image/jpeg', signal };
  await Promise.all([
    deps.store.put(accessKey(scan), access, images),
    deps.store.put(thumbnailKey(scan), thumbnail, images),
  ]);
}
