import type { CardOutcome } from '@cardmill/contracts';
import { useEffect, useState } from 'react';

import { imageUrl } from '../api/urls.ts';

/** The outcome whose image has arrived: on a slow line the card before stays instead of an empty desk. */
export function useLoaded(batch: string, outcome: CardOutcome | null): CardOutcome | null {
  const [shown, setShown] = useState(outcome);
  useEffect(() => {
    if (outcome === null || outcome === shown) return;
    const image = new Image();
    const show = (): void => setShown(outcome);
    image.addEventListener('load', show);
    // A card that failed may have no image and has its reason to show.
    if (outcome.status === 'failed') image.addEventListener('error', show);
    image.src = imageUrl(batch, outcome.filename, 'access');
    return () => {
      image.removeEventListener('load', show);
      image.removeEventListener('error', show);
    };
  }, [batch, outcome, shown]);
  return shown ?? outcome;
}
