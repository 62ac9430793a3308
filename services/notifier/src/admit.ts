import { setImmediate as breathe } from 'node:timers/promises';

import type { BatchProgress } from '@cardmill/contracts';

import type { Missed } from './replay.ts';
import type { Subscriber } from './subscriber.ts';

/** Outcomes in replies before the sockets get their turn again: a thousand are some 300 KB of JSON. */
const BREATH = 1_000;

export interface Admission {
  joining: readonly Subscriber[];
  /** Where the room stands; it must not move on meanwhile. */
  progress: BatchProgress;
  /** What a watcher missed; null when that cannot be told yet. */
  answer: (since: number | undefined) => Missed | null;
  isClosed: () => boolean;
}

/** Replies to all who can be answered, and returns who goes on waiting. */
export async function admit({ joining, progress, answer, isClosed }: Admission): Promise<Subscriber[]> {
  const unanswered: Subscriber[] = [];
  let load = 0;
  for (const subscriber of joining) {
    if (isClosed()) break;
    if (subscriber.settled()) continue;
    const missed = answer(subscriber.since);
    if (missed === null) {
      unanswered.push(subscriber);
      continue;
    }
    subscriber.welcome({ progress, ...missed });
    load += 1 + missed.missed.length;
    if (load < BREATH) continue;
    load = 0;
    await breathe();
  }
  return unanswered;
}
