import { isTerminal } from '@cardmill/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { listResults } from '../api/results.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import { createResultsStore, type ResultsStore } from './results-store.ts';

const CATCH_UP_MS = 1_000;
/** How often what other people changed is asked for, while somebody looks. */
const REVISED_MS = 4_000;

/** The rows of the batch of this page, kept current while cards are read and people change them. */
export function useResults({ batch }: BatchLive) {
  const { name, run, status } = batch;
  const client = useQueryClient();
  const [store] = useState(() => keptStore(client, name));
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { seq } = batch.progress;

  // Another run or its end moves many cards at once, cancelled ones without a message of their own.
  const turn = `${run} ${isTerminal(status)}`;
  useOnChange(turn, () => void store.turned(seq));
  const catchUp = useThrottled(() => void store.catchUp(seq), CATCH_UP_MS);
  useOnChange(seq, catchUp);
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void store.revised();
    };
    // Also at once: the rows may have been kept while other pages were looked at.
    look();
    const timer = setInterval(look, REVISED_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [store]);
  return { state, store, reload: () => store.reload(seq) };
}

const kept = new WeakMap<QueryClient, { name: string; store: ResultsStore }>();

/** One batch's rows outlive their page: who comes back from another page finds ten thousand rows where they were. */
function keptStore(client: QueryClient, name: string): ResultsStore {
  const known = kept.get(client);
  if (known?.name === name) return known.store;
  known?.store.close();
  const store = createResultsStore((filter, signal) => listResults(name, filter, signal));
  kept.set(client, { name, store });
  return store;
}
