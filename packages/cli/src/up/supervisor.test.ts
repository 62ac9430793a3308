import { expect, test, vi } from 'vitest';

import { supervise } from './supervisor.ts';
import type { Running, SuperviseOptions } from './supervisor.ts';

type Exit = Awaited<Running['exited']>;

/** A process that ends when told; what was done to it is remembered. */
function createFake() {
  let end: (exit: Exit) => void = () => undefined;
  const exited = new Promise<Exit>((resolve) => {
    end = resolve;
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    end({ code: 0, signal: null });
    return Promise.resolve();
  };
  return { running: { pid: 1, exited, stop }, end, stopped: () => stopped };
}

function run(extra: Partial<SuperviseOptions<Running>> = {}) {
  const fakes: ReturnType<typeof createFake>[] = [];
  const said: string[] = [];
  const waits: number[] = [];
  const supervised = supervise<Running>({
    name: 'api',
    start: () => {
      const fake = createFake();
      fakes.push(fake);
      return Promise.resolve(fake.running);
    },
    say: (line) => said.push(line),
    backoffMs: (early) => {
      waits.push(early);
      return 1;
    },
    ...extra,
  });
  return { fakes, said, waits, supervised };
}

test('what dies is started again, and people are told how it ended', async () => {
  const { fakes, said, supervised } = run();
  await vi.waitFor(() => expect(fakes).toHaveLength(1));
  fakes[0]?.end({ code: null, signal: 'SIGKILL' });
  await vi.waitFor(() => expect(fakes).toHaveLength(2));
  expect(said[0]).toContain('api ended (SIGKILL)');
  fakes[1]?.end({ code: 3, signal: null });
  await vi.waitFor(() => expect(fakes).toHaveLength(3));
  expect(said[1]).toContain('exit code 3');
  await supervised.stop();
  expect(fakes[2]?.stopped()).toBe(true);
});

test('five deaths right after the start are the end, each after a longer wait', async () => {
  let starts = 0;
  const { waits, supervised } = run({
    start: () => {
      starts += 1;
      const fake = createFake();
      fake.end({ code: 1, signal: null });
      return Promise.resolve(fake.running);
    },
  });
  const reason = await supervised.givenUp;
  expect(starts).toBe(5);
  expect(waits).toEqual([1, 2, 3, 4]);
  expect(reason.message).toBe('api ended 5 times within 5 s of its start: exit code 1');
});

test('a start that fails counts like a death', async () => {
  const { supervised } = run({ start: () => Promise.reject(new Error('disk full')) });
  expect((await supervised.givenUp).message).toContain('disk full');
});

test('one long life begins the count anew', async () => {
  const { fakes, waits, supervised } = run({ earlyMs: 400 });
  for (let life = 0; life < 9; life += 1) {
    await vi.waitFor(() => expect(fakes).toHaveLength(life + 1), { interval: 5 });
    // Every fourth life is a long one.
    if (life % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 450));
    fakes[life]?.end({ code: 1, signal: null });
  }
  await vi.waitFor(() => expect(fakes).toHaveLength(10));
  expect(waits).toEqual([1, 2, 3, 0, 1, 2, 3, 0, 1]);
  await supervised.stop();
});

test('stopping does not wait for a back-off, and nothing starts after it', async () => {
  const { fakes, supervised } = run({ backoffMs: () => 60_000 });
  await vi.waitFor(() => expect(fakes).toHaveLength(1));
  fakes[0]?.end({ code: 1, signal: null });
  await vi.waitFor(() => expect(supervised.current()).toBeUndefined());
  await Promise.all([supervised.stop(), supervised.stop()]);
  expect(fakes).toHaveLength(1);
});

test('what was still starting when it was stopped is stopped too', async () => {
  const fake = createFake();
  let finish: () => void = () => undefined;
  const { supervised } = run({
    start: () =>
      new Promise((resolve) => {
        finish = () => resolve(fake.running);
      }),
  });
  const stopped = supervised.stop();
  finish();
  await stopped;
  expect(fake.stopped()).toBe(true);
});
