import { describe, expect, it } from 'vitest';

import type { BatchSummary } from './batches.ts';
import { createRandom } from './random.suite.ts';
import { createModelBatch, outcomeOf, progressOf, runToEnd } from './watch.suite.ts';
import { emptyWatch, hasEnded, watch, type WatchEvent, type WatchState } from './watch.ts';

const after = (events: readonly WatchEvent[], from: WatchState = emptyWatch): WatchState =>
  events.reduce(watch, from);

const subscribed = (seq: number): WatchEvent => ({
  kind: 'subscribed',
  progress: progressOf(seq),
  missed: [],
  truncated: false,
});

describe('watch', () => {
  it('counts up over cards and progress', () => {
    const state = after([
      subscribed(4),
      { kind: 'card', outcome: outcomeOf(5, 1) },
      { kind: 'progress', progress: progressOf(5) },
      { kind: 'progress', progress: progressOf(6, { status: 'cancelled' }) },
    ]);
    expect(state).toMatchObject({ seq: 6, behind: false, progress: { seq: 6, status: 'cancelled' } });
    expect([...state.outcomes.values()]).toEqual([outcomeOf(5, 1)]);
  });

  it('is behind after a gap, keeps what came, and is whole again with the next reply', () => {
    const behind = after([subscribed(4), { kind: 'card', outcome: outcomeOf(6, 1) }]);
    expect(behind).toMatchObject({ seq: 4, behind: true });
    const whole = after(
      [
        {
          kind: 'subscribed',
          progress: progressOf(6),
          missed: [outcomeOf(5, 2), outcomeOf(6, 1)],
          truncated: false,
        },
      ],
      behind,
    );
    expect(whole).toMatchObject({ seq: 6, behind: false });
    expect(whole.outcomes.size).toBe(2);
  });

  it('is whole again when the late number comes by itself', () => {
    const state = after([
      subscribed(4),
      { kind: 'progress', progress: progressOf(6) },
      { kind: 'card', outcome: outcomeOf(5, 1) },
      { kind: 'progress', progress: progressOf(6) },
    ]);
    expect(state).toMatchObject({ seq: 6, behind: false });
  });

  it('goes on from the last outcome of a truncated reply', () => {
    const state = after([
      {
        kind: 'subscribed',
        progress: progressOf(9, { status: 'completed' }),
        missed: [outcomeOf(2, 1), outcomeOf(3, 2)],
        truncated: true,
      },
    ]);
    expect(state).toMatchObject({ seq: 3, behind: true, progress: { seq: 9 } });
    expect(hasEnded(state)).toBe(false);
  });

  it('stays behind when what was read over HTTP is older than what was heard', () => {
    const state = after([
      { kind: 'subscribed', progress: progressOf(9), missed: [outcomeOf(2, 1)], truncated: true },
      { kind: 'card', outcome: outcomeOf(10, 7) },
      { kind: 'caughtUp', outcomes: [outcomeOf(9, 2)], seq: 9 },
    ]);
    expect(state).toMatchObject({ seq: 9, behind: true });
  });

  it('never puts an older outcome or an older progress over a newer one', () => {
    const state = after([
      subscribed(0),
      { kind: 'card', outcome: outcomeOf(5, 1, 'succeeded') },
      { kind: 'card', outcome: outcomeOf(2, 1, 'failed') },
      { kind: 'progress', progress: progressOf(5, { current: 2 }) },
      { kind: 'progress', progress: progressOf(3, { current: 1 }) },
    ]);
    expect([...state.outcomes.values()]).toEqual([outcomeOf(5, 1, 'succeeded')]);
    expect(state.progress).toMatchObject({ seq: 5, current: 2 });
  });

  it('takes what changes without a number from a batch message, and that it is gone', () => {
    const { progress } = after([subscribed(4)]);
    const summary: BatchSummary = {
      name: progressOf(4).batch,
      title: 'Drawer',
      station: '',
      status: 'running',
      run: 1,
      createdAt: '2026-01-01T00:00:00.000Z',
      startedAt: null,
      finishedAt: null,
      fileCount: 100,
      counts: { ready: 0, queued: 99, processing: 1, succeeded: 0, failed: 0, cancelled: 0 },
      errorCount: 0,
      version: 1,
      progress: progressOf(4, { waiting: 'storage_unavailable' }),
    };
    const waiting = after([subscribed(4), { kind: 'batch', batch: summary }]);
    expect(progress?.waiting).toBeNull();
    expect(waiting).toMatchObject({ seq: 4, behind: false, progress: { waiting: 'storage_unavailable' } });
    expect(after([{ kind: 'batch', batch: { name: summary.name, deleted: true } }], waiting).gone).toBe(true);
  });

  it('has ended only with a terminal status and nothing missing', () => {
    const done = progressOf(6, { status: 'completed' });
    expect(hasEnded(emptyWatch)).toBe(false);
    expect(hasEnded(after([subscribed(4), { kind: 'progress', progress: done }]))).toBe(false);
    expect(hasEnded(after([subscribed(5), { kind: 'progress', progress: done }]))).toBe(true);
  });
});

describe.each([1, 2, 3, 20261121, 77, 4711])('watch over a stream that is mangled, seed %i', (seed) => {
  const random = createRandom(seed);
  const model = createModelBatch(60);
  const start = model.ack(0);
  const stream = runToEnd(model, random);
  const truth = { outcomes: model.outcomes(), progress: model.progress() };

  const expectTruth = (state: WatchState): void => {
    expect(state).toMatchObject({ seq: truth.progress.seq, behind: false, progress: truth.progress });
    expect(state.outcomes).toEqual(truth.outcomes);
    expect(hasEnded(state)).toBe(true);
  };

  /** What a client does at the end: ask from where it is, until nothing is missing. A retry needs no asking. */
  function recovered(state: WatchState, most: number): WatchState {
    let now = watch(state, model.ack(state.seq, most));
    for (let asks = 0; now.behind && asks < 100; asks += 1) now = watch(now, model.ack(now.seq, most));
    return now;
  }

  it('is the truth when nothing is lost', () => {
    expectTruth(after([start, ...stream], emptyWatch));
  });

  it('is the truth when messages come twice', () => {
    const doubled = stream.flatMap((event, n) => {
      const earlier = stream[random.below(n + 1)];
      return random.chance(0.5) && earlier !== undefined ? [event, earlier] : [event];
    });
    expectTruth(after([start, ...doubled], emptyWatch));
  });

  it('knows that it is behind whenever a number is missing', () => {
    let state = watch(emptyWatch, start);
    const come = new Set<number>();
    for (const event of stream.filter(() => random.chance(0.7))) {
      state = watch(state, event);
      if (event.kind === 'card') come.add(event.outcome.seq);
      if (event.kind === 'progress') come.add(event.progress.seq);
      const missing = Array.from({ length: state.heard - 1 }, (_, n) => n + 2).some((seq) => !come.has(seq));
      if (missing) expect(state.behind).toBe(true);
    }
  });

  it('is the truth after dropped, doubled and shuffled messages and one reply', () => {
    const mangled = random.shuffled([...stream, ...stream].filter(() => random.chance(0.4)));
    expectTruth(recovered(after([start, ...mangled], emptyWatch), 1_000));
  });

  it('is the truth after truncated replies', () => {
    expectTruth(recovered(watch(emptyWatch, model.ack(0, 7)), 7));
  });
});
