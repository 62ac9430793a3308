import type { BatchSummary } from '@cardmill/contracts';

import { connect } from './watch-batch.ts';

/** The history page: what it was last told of every batch. */
export interface HouseWatch {
  /** Undefined: nothing yet. `gone`: deleted. */
  told: (batch: string) => BatchSummary | 'gone' | undefined;
  close: () => void;
}

/** Resolves once it is watching. */
export async function watchHouse(url: string): Promise<HouseWatch> {
  const told = new Map<string, BatchSummary | 'gone'>();
  const socket = connect(url);
  socket.on('batch', (batch) => told.set(batch.name, 'deleted' in batch ? 'gone' : batch));
  await new Promise<void>((resolve) => {
    socket.on('connect', () => socket.emit('subscribeAll', () => resolve()));
  });
  return { told: (batch) => told.get(batch), close: () => void socket.disconnect() };
}
