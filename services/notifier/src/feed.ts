import type { BatchEvent, BatchSummary } from '@cardmill/contracts';
import type { Hint } from '@cardmill/contracts/wire';
import type { Database } from '@cardmill/db';

import type { Outage } from './outage.ts';
import { fingerprint, summaryOf } from './summary.ts';
import { createTicker } from './ticker.ts';

const SECOND_MS = 1_000;
/** A change becomes visible a moment after its time stamp was taken: each read looks back so far. */
const OVERLAP_MS = 5 * SECOND_MS;
const FIRST_LOOK_BACK_MS = 60 * SECOND_MS;
const PAGE = 500;

/** Those who watch all batches. */
export interface FeedRoom {
  isEmpty: () => boolean;
  send: (batch: BatchEvent) => void;
}

export interface FeedOptions {
  db: { line: Pick<Database['line'], 'changedSince' | 'goneSince' | 'seqs'> };
  room: FeedRoom;
  outage: Outage;
  onRead: () => void;
  pollMs: number;
  /** Between two rounds of messages, at least. */
  coalesceMs: number;
}

export interface Feed {
  /** A summary that a relay has read anyway. */
  offer: (summary: BatchSummary) => void;
  gone: (batch: string) => void;
  hint: (hint: Hint) => void;
  /** Reads soon: someone joined, or hints may have been lost. */
  wake: () => void;
  close: () => Promise<void>;
}

/** Summaries of changed batches for the history page; reads nothing while nobody watches. */
export function createFeed({ db, room, outage, onRead, ...options }: FeedOptions): Feed {
  /** What was said last, by name. */
  let known = new Map<string, { said: string; summary: BatchSummary }>();
  const offered = new Map<string, BatchSummary>();
  /** Said to be deleted; the database is asked. */
  let suspects = new Set<string>();
  let told = new Set<string>();
  /** Latest time stamp seen, on the database's clock. */
  let cursor: number | null = null;

  function say(summary: BatchSummary): void {
    const last = known.get(summary.name);
    if (told.has(summary.name) || (last !== undefined && isOlder(summary, last.summary))) return;
    const said = fingerprint(summary);
    if (last?.said !== said) room.send(summary);
    known.set(summary.name, { said, summary });
  }

  function sayGone(name: string): void {
    if (!told.has(name)) room.send({ name, deleted: true });
    known.delete(name);
  }

  async function read(): Promise<void> {
    const since = (cursor ?? Date.now() - FIRST_LOOK_BACK_MS) - OVERLAP_MS;
    onRead();
    const changed = await db.line.changedSince(new Date(since), PAGE);
    onRead();
    const gone = new Set(await db.line.goneSince(new Date(since), PAGE));
    if (suspects.size > 0) {
      const asked = suspects;
      suspects = new Set();
      onRead();
      const alive = await db.line.seqs([...asked]);
      for (const name of asked) if (!alive.has(name)) gone.add(name);
    }
    for (const name of gone) sayGone(name);
    told = gone;
    const summaries = [...changed.map(summaryOf), ...offered.values()];
    offered.clear();
    for (const summary of summaries) {
      say(summary);
      cursor = Math.max(cursor ?? 0, updatedAt(summary));
    }
    known = new Map([...known].filter(([, { summary }]) => updatedAt(summary) >= since));
  }

  async function round(): Promise<void> {
    if (room.isEmpty()) {
      known.clear();
      offered.clear();
      suspects.clear();
      told.clear();
      cursor = null;
      return;
    }
    try {
      await read();
      outage.passed();
    } catch (error) {
      outage.failed(error);
    }
  }

  const ticker = createTicker(round, options.pollMs, options.coalesceMs);
  const wake = (): void => {
    if (!room.isEmpty()) ticker.wake();
  };

  return {
    offer(summary) {
      if (room.isEmpty()) return;
      offered.set(summary.name, summary);
      wake();
    },
    gone(name) {
      if (room.isEmpty()) return;
      suspects.add(name);
      wake();
    },
    hint(hint) {
      if (hint.kind === 'gone' && !room.isEmpty()) suspects.add(hint.batch);
      wake();
    },
    wake,
    close: () => ticker.close(),
  };
}

const updatedAt = (summary: BatchSummary): number => Date.parse(summary.progress.updatedAt);

const isOlder = (one: BatchSummary, other: BatchSummary): boolean =>
  one.progress.seq < other.progress.seq ||
  (one.progress.seq === other.progress.seq && updatedAt(one) < updatedAt(other));
