import type { BatchSummary, CardOutcome } from '@cardmill/contracts';
import type { Database, StoredSummary } from '@cardmill/db';

import { admit } from './admit.ts';
import { createBudget } from './budget.ts';
import { inOrder, type Message } from './order.ts';
import type { Outage } from './outage.ts';
import { problemOf, readProblem } from './problem.ts';
import { createReplay } from './replay.ts';
import type { Subscriber } from './subscriber.ts';
import { fingerprint, summaryOf } from './summary.ts';

const PAGE = 1_000;
/** How old the outcomes may become that are kept for subscribers. */
const KEEP_MS = 3_000;

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
  /** Reads for subscribers: so many at once, then one each `everyMs`. */
  joins: { atOnce: number; everyMs: number };
}

/** What a relay knows, for the poll to compare with. */
export interface Seen {
  seq: number;
  updatedAt: number;
  workers: number;
}

export interface Relay {
  /** Something may have changed. */
  wake: () => void;
  subscribe: (subscriber: Subscriber) => void;
  /** Null before the first read. */
  seen: () => Seen | null;
  /** Workers with a fresh heartbeat are so many now. */
  workers: (fresh: number) => void;
  /** Closes the relay when nobody watches. */
  releaseIfIdle: () => void;
  close: () => void;
}

/**
 * The one path from the database to those who watch a batch: whatever happens (a hint, a gap, a poll, a subscriber)
 * wakes it; it reads, and sends what is new. One read at a time, so all in the room are always at the same number,
 * and a subscriber joins at exactly the number of its reply.
 *
 * A subscriber has the batch read anew. When a thousand come at once, there is a read now and then, and those between
 * two reads are told what the room was told last.
 */
export function createRelay(options: RelayOptions): Relay {
  const { name, db, room } = options;
  const replay = createReplay(KEEP_MS);
  const joins = createBudget(options.joins);
  let waiting: Subscriber[] = [];
  /** The last number sent to the room; null before the first read. */
  let sent: number | null = null;
  /** As read last. */
  let now: StoredSummary | null = null;
  let said = '';
  let dirty = false;
  let running = false;
  let closed = false;
  let notBefore = 0;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    dirty = true;
    schedule();
  }

  function schedule(): void {
    const due = dueAt();
    if (closed || running || due === null) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, due - performance.now()));
  }

  function dueAt(): number | null {
    if (dirty) return notBefore;
    if (waiting.length === 0) return null;
    const opensAt = joins.opensAt();
    return opensAt > performance.now() && waiting.some(isKnown) ? 0 : Math.max(notBefore, opensAt);
  }

  /** What the room was told last answers it too. */
  const isKnown = ({ since }: Subscriber): boolean =>
    now !== null && now.progress.seq === sent && replay.knows(since, sent);

  async function run(): Promise<void> {
    timer = undefined;
    running = true;
    const joining = waiting;
    waiting = [];
    try {
      if (now === null || now.progress.seq !== sent || dirty || joins.opensAt() <= performance.now()) {
        await pass(joining);
        options.outage.passed();
      } else await welcome(now, joining, false);
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
    schedule();
  }

  async function pass(joining: readonly Subscriber[]): Promise<void> {
    const mayRead = joining.length > 0 && joins.take();
    dirty = false;
    notBefore = performance.now() + options.coalesceMs;
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
    await welcome(batch, joining, mayRead);
  }

  function outcomes(id: string, since: number, limit: number): Promise<CardOutcome[]> {
    options.onRead();
    return db.line.outcomes(id, since, limit);
  }

  /** Sends the room every number up to the batch's. Outcomes newer than the batch that was read are for the next pass. */
  async function catchUp({ id, progress }: StoredSummary): Promise<void> {
    while (sent !== null && sent < progress.seq && !room.isEmpty()) {
      const page = await outcomes(id, sent, PAGE);
      if (closed) return;
      const last = page.length < PAGE ? undefined : page.at(-1);
      const upTo = Math.min(last?.seq ?? progress.seq, progress.seq);
      for (const message of inOrder(sent, upTo, page, progress)) room.send(message);
      replay.sent(page, sent, upTo);
      sent = upTo;
    }
    sent = Math.max(sent ?? 0, progress.seq);
  }

  function announce(batch: StoredSummary, numberStood: boolean): void {
    now = batch;
    const summary = summaryOf(batch);
    const saying = fingerprint(summary);
    if (saying === said) return;
    // With a new number the progress has just said it.
    if (numberStood) room.sendSummary(summary);
    said = saying;
    options.onSummary(summary);
  }

  /** @param mayRead - otherwise only who can be answered from memory; the others go on waiting */
  async function welcome(
    { id, progress }: StoredSummary,
    joining: readonly Subscriber[],
    mayRead: boolean,
  ): Promise<void> {
    const open = joining.filter((subscriber) => !subscriber.settled());
    const sinces = open.map((subscriber) => subscriber.since);
    const answer = mayRead
      ? await replay.read(sinces, progress.seq, (since, limit) => outcomes(id, since, limit))
      : (since: number | undefined) => replay.recall(since, progress.seq);
    waiting.push(...(await admit({ joining: open, progress, answer, isClosed: () => closed })));
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
    replay.forget();
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
      schedule();
    },
    seen: () =>
      now && {
        seq: now.progress.seq,
        updatedAt: Date.parse(now.progress.updatedAt),
        workers: now.progress.workers,
      },
    workers(fresh) {
      // What is being read knows it too, or the next poll says it again.
      if (closed || running || now === null || now.progress.workers === fresh) return;
      announce({ ...now, progress: { ...now.progress, workers: fresh } }, true);
    },
    releaseIfIdle,
    close,
  };
}
