import { isTerminal } from '@cardmill/contracts';
import { useMemo, useSyncExternalStore } from 'react';

import { listResults } from '../api/results.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import { createResultsStore } from './results-store.ts';

const CATCH_UP_MS = 1_000;

/** The rows of the batch of this page, kept current while cards are read. */
export function useResults({ batch }: BatchLive) {
  const { name, run, status } = batch;
  const store = useMemo(
    () => createResultsStore((filter, signal) => listResults(name, filter, signal)),
    [name],
  );
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { seq } = batch.progress;

  // Another run or its end moves many cards at once, cancelled ones without a message of their own.
  const turn = `${run} ${isTerminal(status)}`;
  useOnChange(turn, () => void store.reload(seq));
  const catchUp = useThrottled(() => void store.catchUp(seq), CATCH_UP_MS);
  useOnChange(seq, catchUp);
  return { state, store, reload: () => store.reload(seq) };
}
