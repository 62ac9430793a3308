import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench } from '../harness/bench.ts';
import {
  acknowledgedCardsEnded,
  countersEqualRows,
  extraAttempts,
  resultsAreTheWinners,
  sameBytesAreOneCard,
} from './cards.ts';
import { garbageIsCollected, nobodyFell, nothingWasMended, queueIsEmpty } from './house.ts';
import { numbersAreGapless, watcherSawTheTruth } from './numbers.ts';
import { objectsAreThere, objectsHaveRows } from './objects.ts';
import { readRows } from './rows.ts';

export interface Checked {
  /** Attempts beyond the least possible: allowed, and worth knowing. */
  extraAttempts: number;
  cards: number;
}

const SETTLE_MS = 30_000;
const DRAIN_MS = 150_000;

/** The batches of a scenario after it: I1 to I5, I7, I8. @throws with all that is wrong, when it stays so for 30 s */
export async function checkBatches(bench: Bench, settleMs = SETTLE_MS): Promise<Checked> {
  return eventually(settleMs, () => lookAtBatches(bench));
}

async function lookAtBatches(bench: Bench): Promise<Checked & { wrong: string[] }> {
  const { history, db, store } = bench;
  const wrong: string[] = [];
  let extra = 0;
  let cards = 0;
  for (const name of history.batches()) {
    const rows = await readRows(db, name);
    const sent = history.sent().filter((each) => each.batch === name);
    const watchings = bench.watchings.filter((each) => each.batch === name).map((each) => each.watching);
    if (rows === null || rows.batch.deleted) {
      if (!history.mayBeGone(name)) wrong.push(`I1 ${name} is gone and nobody deleted it`);
      for (const watching of watchings)
        if (!watching.state().gone) wrong.push(`I4 a watcher still sees ${name}`);
      continue;
    }
    wrong.push(
      ...acknowledgedCardsEnded(rows, sent),
      ...resultsAreTheWinners(rows),
      ...countersEqualRows(rows),
      ...sameBytesAreOneCard(rows, sent),
      ...numbersAreGapless(rows, watchings),
      ...watchings.flatMap((watching, i) => watcherSawTheTruth(rows, watching, `watcher ${i + 1}`)),
      ...(await objectsAreThere(store, rows)),
    );
    extra += extraAttempts(rows);
    cards += rows.cards.length;
  }
  return { wrong, extraAttempts: extra, cards };
}

/**
 * The whole house, once all is healed: I3, I5, I6, I9. Waits for the queue to run dry, which takes BullMQ a
 * minute, and for the garbage, whose grace is one.
 */
export async function checkHouse(bench: Bench): Promise<void> {
  await eventually(DRAIN_MS, async () => ({
    wrong: [
      ...(await queueIsEmpty(bench.redis.url())),
      ...(await objectsHaveRows(bench.store, bench.db)),
      ...(await garbageIsCollected(bench)),
      ...(await nobodyFell(bench)),
      ...(await nothingWasMended(bench)),
    ],
  }));
}

async function eventually<T extends { wrong: string[] }>(ms: number, look: () => Promise<T>): Promise<T> {
  const until = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found.wrong.length === 0) return found;
    if (performance.now() > until) throw new Error(found.wrong.slice(0, 30).join('\n'));
    await sleep(300);
  }
}
