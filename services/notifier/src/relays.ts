import type { Hint } from '@cardmill/contracts/wire';
import type { Database } from '@cardmill/db';

import type { Outage } from './outage.ts';
import { createRelay, type Relay, type RelayDatabase, type RelayOptions, type Room } from './relay.ts';
import type { Subscriber } from './subscriber.ts';
import { createTicker } from './ticker.ts';

export interface RelaysOptions extends Pick<
  RelayOptions,
  'onSummary' | 'onRead' | 'outage' | 'coalesceMs' | 'failureDelayMs' | 'joins'
> {
  db: RelayDatabase & { line: Pick<Database['line'], 'seqs' | 'freshWorkers'> };
  roomOf: (batch: string) => Room;
  onGone: (batch: string) => void;
  outage: Outage;
  pollMs: number;
}

export interface Relays {
  subscribe: (batch: string, subscriber: Subscriber) => void;
  /** The last one has left a batch's room. */
  left: (batch: string) => void;
  hint: (hint: Hint) => void;
  /** Looks at once whether a watched batch changed, e.g. because hints may have been lost. */
  pollSoon: () => void;
  size: () => number;
  close: () => Promise<void>;
}

/** The relays of all watched batches, and the slow poll that makes hints dispensable: one query for all of them. */
export function createRelays(options: RelaysOptions): Relays {
  const { db } = options;
  const relays = new Map<string, Relay>();
  let closed = false;

  function open(batch: string): Relay {
    const relay = createRelay({
      ...options,
      name: batch,
      room: options.roomOf(batch),
      onGone: () => options.onGone(batch),
      onIdle: () => relays.delete(batch),
    });
    relays.set(batch, relay);
    if (closed) relay.close();
    return relay;
  }

  async function poll(): Promise<void> {
    if (relays.size === 0) return;
    try {
      options.onRead();
      const [seqs, fresh] = await Promise.all([db.line.seqs([...relays.keys()]), db.line.freshWorkers()]);
      for (const [batch, relay] of relays) {
        const now = seqs.get(batch);
        const seen = relay.seen();
        if (now?.seq !== seen?.seq || now?.updatedAt !== seen?.updatedAt) relay.wake();
        else relay.workers(fresh);
      }
      options.outage.passed();
    } catch (error) {
      options.outage.failed(error);
    }
  }

  const ticker = createTicker(poll, options.pollMs, Math.min(options.pollMs, 100));

  return {
    subscribe: (batch, subscriber) => (relays.get(batch) ?? open(batch)).subscribe(subscriber),
    left: (batch) => relays.get(batch)?.releaseIfIdle(),
    hint(hint) {
      const relay = relays.get(hint.batch);
      const known = relay?.seen()?.seq ?? -1;
      const numbered = hint.kind === 'outcome' || hint.kind === 'action';
      if (!(numbered && hint.seq <= known)) relay?.wake();
    },
    pollSoon: () => ticker.wake(),
    size: () => relays.size,
    async close() {
      closed = true;
      for (const relay of relays.values()) relay.close();
      relays.clear();
      await ticker.close();
    },
  };
}
