import type { BatchSummary } from '@cardmill/contracts';
import type { Database, StoredSummary } from '@cardmill/db';

import { inOrder, type Message } from './order.ts';
import type { Outage } from './outage.ts';
import { problemOf, readProblem } from './problem.ts';
import { readMissed } from './replay.ts';
import type { Subscriber } from './subscriber.ts';
import { fingerprint, summaryOf } from './summary.ts';

const PAGE = 1_000;

/** The part of the database that a relay reads. */
export interface RelayDatabase {
  line: Pick<Database['line'], 'summary' | 'outcomes'>;
}

/** Those who watch one batch. */
export interface Room {
  isEmpty: () => boolean;
  send: (message: Message) => void;
  /** What changed without a number. */
  sendSummary: (summary: BatchSummary) => void;
  /** Tells them that the batch is gone and lets them go. */
  dissolve: () => void;
}

export interface RelayOptions {
  name: string;
  db: RelayDatabase;
  room: Room;
  /** For who watches all batches. */
  onSummary: (summary: BatchSummary) => void;
  onGone: () => void;
  /** Nobody watches any more; the relay has closed itself. */
  onIdle: () => void;
  /** Before each query. */
  onRead: () => void;
  outage: Outage;
  /** Between the starts of two reads, at least. */
  coalesceMs: number;
  /** After a failed read. */
  failureDelayMs: number;
}

/** What a relay knows, for the poll to compare with. */
export interface Seen {
  seq: number;
  updatedAt: number;
}

export interface Relay {
  /** Something may have changed. */
  wake: () => void;
  subscribe: (subscriber: Subscriber) => void;
  /** Null before the first read. */
  seen: () => Seen | null;
  /** Closes the relay when nobody watches. */
  releaseIfIdle: () => void;
  close: () => void;
}

/**
 * The one path from the database to those who watch a batch: whatever happens (a hint, a gap, a poll, a subscriber)
 * wakes it; it reads, and sends what is new. One read at a time, so all in the room are always at the same number,
 * and a subscriber joins at exactly the number of its reply.
 */
export function createRelay(options: RelayOptions): Relay {
  const { name, db, room } = options;
  let waiting: Subscriber[] = [];
  /** The last number sent to the room; null before the first read. */
  let sent: number | null = null;
  let said = '';
  let seen: Seen | null = null;
  let dirty = false;
  let running = false;
  let closed = false;
  let notBefore = 0;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    dirty = true;
    if (closed || running || timer !== undefined) return;
    timer = setTimeout(() => void run(), Math.max(0, notBefore - performance.now()));
  }

  async function run(): Promise<void> {
    timer = undefined;
    running = true;
    dirty = false;
    notBefore = performance.now() + options.coalesceMs;
    const joining = waiting;
    waiting = [];
    try {
      await pass(joining);
      options.outage.passed();
    } catch (error) {
      options.outage.failed(error);
      for (const subscriber of joining) subscriber.refuse(readProblem(error));
      dirty = true;
      notBefore = performance.now() + options.failureDelayMs;
    }
    // Closed while it read: who was to join hears so now. A reply already given is not given again.
    if (closed) for (const subscriber of joining) subscriber.refuse(problemOf('shutting_down'));
    running = false;
    releaseIfIdle();
    if (dirty) wake();
  }

  async function pass(joining: readonly Subscriber[]): Promise<void> {
    options.onRead();
    const batch = await db.line.summary(name);
    if (closed) return;
    if (batch === null) {
      for (const subscriber of [...joining, ...waiting]) subscriber.refuse(problemOf('batch_not_found'));
      gone();
      return;
    }
    const before = sent;
    await catchUp(batch);
    if (closed) return;
    announce(batch, before !== null && before === sent);
    await admit(batch, joining);
  }

  /** Sends the room every number up to the batch's. Outcomes newer than the batch that was read are for the next pass. */
  async function catchUp(batch: StoredSummary): Promise<void> {
    const { progress } = batch;
    while (sent !== null && sent < progress.seq && !room.isEmpty()) {
      options.onRead();
      const page = await db.line.outcomes(batch.id, sent, PAGE);
      if (closed) return;
      const last = page.length < PAGE ? undefined : page.at(-1);
      const upTo = Math.min(last?.seq ?? progress.seq, progress.seq);
      for (const message of inOrder(sent, upTo, page, progress)) room.send(message);
      sent = upTo;
    }
    sent = Math.max(sent ?? 0, progress.seq);
  }

  function announce(batch: StoredSummary, numberStood: boolean): void {
    const summary = summaryOf(batch);
    const now = fingerprint(summary);
    seen = { seq: batch.progress.seq, updatedAt: Date.parse(batch.progress.updatedAt) };
    if (now === said) return;
    // With a new number the progress has just said it.
    if (numberStood) room.sendSummary(summary);
    said = now;
    options.onSummary(summary);
  }

  async function admit({ id, progress }: StoredSummary, joining: readonly Subscriber[]): Promise<void> {
    const open = joining.filter((subscriber) => !subscriber.settled());
    const missedSince = await readMissed(
      open.map((subscriber) => subscriber.since),
      progress.seq,
      (since, limit) => {
        options.onRead();
        return db.line.outcomes(id, since, limit);
      },
    );
    if (closed) return;
    for (const subscriber of open) subscriber.welcome({ progress, ...missedSince(subscriber.since) });
  }

  function gone(): void {
    room.dissolve();
    options.onGone();
    close();
    options.onIdle();
  }

  function releaseIfIdle(): void {
    if (closed || running || waiting.length > 0 || !room.isEmpty()) return;
    close();
    options.onIdle();
  }

  function close(): void {
    closed = true;
    clearTimeout(timer);
    for (const subscriber of waiting) subscriber.refuse(problemOf('shutting_down'));
    waiting = [];
  }

  return {
    wake,
    subscribe(subscriber) {
      if (closed) {
        subscriber.refuse(problemOf('shutting_down'));
        return;
      }
      waiting.push(subscriber);
      wake();
    },
    seen: () => seen,
    releaseIfIdle,
    close,
  };
}
