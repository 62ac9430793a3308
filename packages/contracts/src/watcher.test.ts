import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Subscribe, SubscribeAck } from './events.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { createModelBatch, outcomeOf, progressOf } from './watch.suite.ts';
import { hasEnded, type WatchState } from './watch.ts';
import { createWatcher, type WatcherOptions } from './watcher.ts';

const BATCH = progressOf(0).batch;

const refused = (code: ProblemCode): SubscribeAck => ({
  ok: false,
  problem: { type: 'about:blank', code, ...PROBLEMS[code] },
});

/** A server whose replies the test gives one by one. */
function open(
  options: Partial<Omit<WatcherOptions, 'since'>> = {},
  since: { since?: number } = { since: 0 },
) {
  const asked: Subscribe[] = [];
  const waiting: { resolve: (reply: SubscribeAck) => void; reject: (error: Error) => void }[] = [];
  const states: WatchState[] = [];
  const watcher = createWatcher({
    batch: BATCH,
    ...since,
    retryDelayMs: (tries) => 100 * tries,
    subscribe: (request) => {
      asked.push(request);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      });
    },
    onChange: (state) => states.push(state),
    ...options,
  });
  return {
    watcher,
    asked,
    states,
    reply: async (reply: SubscribeAck | Error): Promise<void> => {
      const next = waiting.shift();
      if (next === undefined) throw new Error('nothing was asked');
      if (reply instanceof Error) next.reject(reply);
      else next.resolve(reply);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

const ack = (seq: number): SubscribeAck => ({
  ok: true,
  progress: progressOf(seq),
  missed: [],
  truncated: false,
});

describe('createWatcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks from where it is after every connect', async () => {
    const { watcher, asked, reply } = open();
    watcher.connected();
    await reply(ack(1));
    watcher.card(outcomeOf(2, 1));
    watcher.disconnected();
    watcher.connected();
    expect(asked).toEqual([
      { batch: BATCH, since: 0 },
      { batch: BATCH, since: 2 },
    ]);
  });

  it('asks without since first when the outcomes are read elsewhere, and with it from then on', async () => {
    const asked: Subscribe[] = [];
    const subscribe = (request: Subscribe): Promise<SubscribeAck> => {
      asked.push(request);
      return Promise.resolve(ack(7));
    };
    const { watcher } = open({ subscribe }, {});
    watcher.connected();
    await vi.advanceTimersByTimeAsync(0);
    watcher.disconnected();
    watcher.connected();
    expect(asked).toEqual([{ batch: BATCH }, { batch: BATCH, since: 7 }]);
  });

  it('asks again, once, when a number is missing', async () => {
    const { watcher, asked, reply } = open();
    watcher.connected();
    await reply(ack(1));
    watcher.card(outcomeOf(3, 1));
    watcher.card(outcomeOf(5, 2));
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked.slice(1)).toEqual([{ batch: BATCH, since: 1 }]);
  });

  it('goes on asking until a truncated replay is whole', async () => {
    const model = createModelBatch(30);
    for (let card = 0; card < 30; card += 1) model.end(card, 'succeeded');
    const { watcher, asked } = open({
      subscribe: ({ since }) => {
        asked.push({ batch: BATCH });
        const { progress, missed, truncated } = model.ack(since, 10);
        return Promise.resolve({ ok: true, progress, missed: [...missed], truncated });
      },
    });
    watcher.connected();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(3);
    expect(watcher.state().outcomes).toEqual(model.outcomes());
    expect(hasEnded(watcher.state())).toBe(true);
  });

  it('tries again, later each time, while no reply comes or the database is away', async () => {
    const { watcher, asked, reply } = open();
    watcher.connected();
    await reply(new Error('timeout'));
    await vi.advanceTimersByTimeAsync(100);
    await reply(refused('database_unavailable'));
    await vi.advanceTimersByTimeAsync(199);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await reply(ack(4));
    expect(asked).toHaveLength(3);
    expect(watcher.state()).toMatchObject({ seq: 4, behind: false });
  });

  it('does not ask again for a batch that does not exist', async () => {
    const onRefused = vi.fn<(problem: { code: string }) => void>();
    const { watcher, asked, reply } = open({ onRefused });
    watcher.connected();
    await reply(refused('batch_not_found'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onRefused.mock.calls.map(([problem]) => problem.code)).toEqual(['batch_not_found']);
    expect(asked).toHaveLength(1);
  });

  it('looks at no reply of an earlier connection, and at nothing after close', async () => {
    const { watcher, states, reply } = open();
    watcher.connected();
    watcher.disconnected();
    watcher.connected();
    await reply(ack(9));
    expect(states).toEqual([]);
    await reply(ack(3));
    expect(states.map((state) => state.seq)).toEqual([3]);
    watcher.close();
    watcher.card(outcomeOf(4, 1));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toHaveLength(1);
  });

  it('ignores messages about other batches', async () => {
    const { watcher, reply } = open();
    watcher.connected();
    await reply(ack(1));
    watcher.card({ ...outcomeOf(2, 1), batch: 'other_20260101-000000_00000000' });
    watcher.progress({ ...progressOf(9), batch: 'other_20260101-000000_00000000' });
    watcher.batch({ name: 'other_20260101-000000_00000000', deleted: true });
    expect(watcher.state()).toMatchObject({ seq: 1, behind: false, gone: false });
  });
});
