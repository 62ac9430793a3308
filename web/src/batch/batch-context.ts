import { createContext, useContext } from 'react';

import type { BatchLive } from '../live/use-batch-live.ts';

export const BatchContext = createContext<BatchLive | null>(null);

/** The batch of the address, on every page below it. */
export function useBatch(): BatchLive {
  const live = useContext(BatchContext);
  if (live === null) throw new Error('useBatch outside of BatchLayout');
  return live;
}
