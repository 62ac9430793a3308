import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench } from '../harness/bench.ts';
import type { Random } from '../harness/random.ts';

type Trouble = (bench: Bench, random: Random) => Promise<void>;

/** Each makes trouble and takes it back, by the number of the scenario that it is like. */
export const TROUBLES: Readonly<Record<string, Trouble>> = {
  async F1(bench, random) {
    const worker = random.pick(bench.workers);
    await worker.kill();
    await sleep(random.between(0, 3_000));
    await worker.start();
  },
  async F3(bench, random) {
    const worker = random.pick(bench.workers);
    worker.halt();
    await sleep(random.between(1_000, 6_000));
    worker.resume();
  },
  async F6(bench, random) {
    await bench.links.redis.set({ kind: 'refuse' });
    await sleep(random.between(500, 12_000));
    await bench.links.redis.heal();
  },
  async F7(bench, random) {
    const { redis } = bench.links;
    if (random.next() < 0.5) {
      for (const wire of redis.all()) wire.blackholeOld();
      return;
    }
    await redis.set({ kind: 'slow', ms: 500, jitterMs: 1_000 });
    await sleep(random.between(1_000, 8_000));
    await redis.heal();
  },
  async F9(bench, random) {
    if (random.next() < 0.3) {
      await bench.postgres.kill();
      await sleep(random.between(0, 3_000));
      await bench.postgres.start();
      return;
    }
    for (const wire of bench.links.postgres.all()) if (random.next() < 0.5) wire.resetOld();
  },
  async F11(bench, random) {
    const fault = random.pick([
      { kind: 'status', status: 503, code: 'SlowDown' },
      { kind: 'status', status: 500, code: 'InternalError' },
      { kind: 'truncate', bytes: 300 },
      { kind: 'loseReply' },
      { kind: 'loseWrite' },
    ] as const);
    // A write of pictures that is lost is found by nobody: they can be made again. The originals are what counts.
    const keyHas = fault.kind === 'loseWrite' ? '/original' : 'batches/';
    const method = fault.kind === 'truncate' ? 'GET' : 'PUT';
    bench.s3?.faults.add({ fault, method, keyHas, times: random.between(1, 10) });
    await sleep(random.between(500, 4_000));
    bench.s3?.faults.heal();
  },
  async F13(bench, random) {
    const notifier = random.pick(bench.notifiers);
    await notifier.kill();
    await sleep(random.between(0, 2_000));
    await notifier.start();
  },
};

/** One trouble after another, now and then two at once, until the time is up. */
export async function makeTrouble(bench: Bench, random: Random, until: number): Promise<Map<string, number>> {
  const made = new Map<string, number>();
  const names = Object.keys(TROUBLES);
  const one = async (): Promise<void> => {
    const name = random.pick(names);
    made.set(name, (made.get(name) ?? 0) + 1);
    await TROUBLES[name]?.(bench, random);
  };
  while (performance.now() < until) {
    await Promise.all(random.next() < 0.25 ? [one(), one()] : [one()]);
    await sleep(random.between(500, 5_000));
  }
  return made;
}
