import {
  type Batch,
  type BatchProgress,
  type Counts,
  emptyWatch,
  type WatchState,
} from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { getBatch } from '../api/batches.ts';
import { useLine, useLive } from './live-context.ts';
import { useThrottled } from './use-throttled.ts';

export const batchKey = (name: string) => ['batch', name] as const;

/** How often at most the whole batch is read again while things change. */
const REFRESH_MS = 1_500;

/** How often the batch is read while nothing is heard. */
const UNHEARD_MS = 5_000;

/** How often at most the pages are drawn anew: a fast run brings a message every few milliseconds. */
const SHOW_MS = 100;

export interface BatchLive {
  readonly batch: Batch;
  readonly watch: WatchState;
  /** Reads the batch again now. */
  readonly refresh: () => Promise<void>;
  /** Takes over what a call answered. */
  readonly take: (batch: Batch) => void;
}

/** Mount it anew for another batch. One batch as the server has it, kept current over the socket; null while it is being loaded. */
export function useBatchLive(name: string): {
  live: BatchLive | null;
  error: unknown;
  gone: boolean;
  again: () => void;
} {
  const socket = useLive();
  const client = useQueryClient();
  const line = useLine();
  const query = useQuery({
    queryKey: batchKey(name),
    queryFn: ({ signal }) => getBatch(name, signal),
    // Where only the live line is lost, as behind some proxies, the figures still move.
    refetchInterval: line === 'lost' ? UNHEARD_MS : false,
  });
  const [watch, setWatch] = useState<WatchState>(emptyWatch);
  const latest = useRef<WatchState>(emptyWatch);
  const show = useThrottled(() => setWatch(latest.current), SHOW_MS);

  const refresh = useCallback(() => client.invalidateQueries({ queryKey: batchKey(name) }), [client, name]);
  const take = useCallback((batch: Batch) => client.setQueryData(batchKey(name), batch), [client, name]);
  const soon = useThrottled(() => void refresh(), REFRESH_MS);

  useEffect(() => {
    const onChange = (state: WatchState): void => {
      latest.current = state;
      show();
    };
    return socket.watchBatch({ batch: name, onChange, onRefused: () => void refresh() });
  }, [socket, name, refresh, show]);

  // Counts by state are not in the progress; they are read again after it moved, at a calm pace.
  const { progress, seq } = watch;
  const moved =
    progress === null
      ? ''
      : `${seq} ${progress.run} ${progress.status} ${progress.total} ${progress.updatedAt}`;
  useEffect(() => {
    if (moved !== '') soon();
  }, [moved, soon]);

  const batch = query.data;
  const live = useMemo(
    () => (batch === undefined ? null : { batch: withProgress(batch, progress), watch, refresh, take }),
    [batch, progress, watch, refresh, take],
  );
  // Tried again by itself meanwhile, but after some tries whoever waits is told why.
  const error = query.error ?? (query.failureCount > 2 ? query.failureReason : null);
  return { live, error, gone: watch.gone, again: () => void query.refetch() };
}

/** The later of what was read and what was heard. */
function withProgress(batch: Batch, heard: BatchProgress | null): Batch {
  if (heard === null || heard.seq < batch.progress.seq) return batch;
  if (heard.seq === batch.progress.seq && heard.updatedAt < batch.progress.updatedAt) return batch;
  return {
    ...batch,
    progress: heard,
    status: heard.status,
    run: heard.run,
    startedAt: heard.startedAt ?? batch.startedAt,
    counts: withOutcomes(batch.counts, heard),
    errorCount: heard.failed,
  };
}

/** Ended cards as the progress says; the open ones stay as read until the next reading, but never more than there are. */
function withOutcomes(counts: Counts, heard: BatchProgress): Counts {
  const open = Math.max(0, heard.total - heard.current);
  const processing = Math.min(counts.processing, open);
  const ready = Math.min(counts.ready, open - processing);
  const { succeeded, failed, cancelled } = heard;
  return { succeeded, failed, cancelled, processing, ready, queued: open - processing - ready };
}
