import type { BatchProgress, CardOutcome, Subscribe, SubscribeAck, WatchState } from '@cardmill/contracts';
import { describe, expect, it, vi } from 'vitest';

import { createLive, type LiveSocket } from './socket.ts';

const progress = (seq: number, change: Partial<BatchProgress> = {}): BatchProgress => ({
  batch: 'b',
  run: 1,
  seq,
  status: 'running',
  total: 10,
  current: seq,
  succeeded: seq,
  failed: 0,
  cancelled: 0,
  percentage: seq * 10,
  etaSeconds: null,
  cardsPerMinute: null,
  workers: 1,
  waiting: null,
  startedAt: null,
  updatedAt: '2026-11-21T09:00:00.000Z',
  lastResult: null,
  error: null,
  ...change,
});
const outcome = (seq: number): CardOutcome => ({
  batch: 'b',
  seq,
  cardId: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
  filename: `${seq}.jpg`,
  status: 'succeeded',
  confidence: 90,
  fields: {},
  error: null,
  durationMs: 1,
});

/** A socket in the hand: the test says what comes and answers what is asked. */
function fakeSocket() {
  const handlers = new Map<string, (...args: never[]) => void>();
  const asked: Subscribe[] = [];
  const sent: string[] = [];
  let reply: (request: Subscribe) => SubscribeAck = () => ({
    ok: true,
    progress: progress(0),
    missed: [],
    truncated: false,
  });
  const socket = {
    connected: false,
    on: (name: string, handler: (...args: never[]) => void) => handlers.set(name, handler),
    off: vi.fn(),
    emit: (name: string) => sent.push(name),
    timeout: () => ({
      emit: (_: string, request: Subscribe, ack: (error: Error | null, reply: SubscribeAck) => void) => {
        asked.push(request);
        ack(null, reply(request));
      },
    }),
    disconnect: vi.fn(),
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stands in for the few methods that are used
    socket: socket as unknown as LiveSocket,
    asked,
    sent,
    answer: (next: typeof reply) => (reply = next),
    fire: (name: string, ...args: unknown[]): void => {
      socket.connected = name === 'connect' || (name !== 'disconnect' && socket.connected);
      handlers.get(name)?.(...(args as never[]));
    },
  };
}

describe('the live connection', () => {
  it('asks for what was missed after a lost line, and ends gapless', async () => {
    const { socket, asked, answer, fire } = fakeSocket();
    const live = createLive(socket);
    let state: WatchState | null = null;
    live.watchBatch({ batch: 'b', since: 0, onChange: (next) => (state = next) });
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    fire('card', outcome(1));
    fire('card', outcome(2));
    fire('disconnect');
    expect(live.line()).toBe('lost');
    answer(({ since }) => ({
      ok: true,
      progress: progress(4),
      missed: [outcome(3), outcome(4)].filter(({ seq }) => seq > (since ?? 0)),
      truncated: false,
    }));
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]).toEqual({ batch: 'b', since: 2 });
    await vi.waitFor(() => expect(state).toMatchObject({ seq: 4, behind: false, outcomes: { size: 4 } }));
    expect(live.line()).toBe('up');
  });

  it('hears of every batch again after a lost line', () => {
    const { socket, sent, fire } = fakeSocket();
    const live = createLive(socket);
    const heard: string[] = [];
    const stop = live.watchAll((batch) => heard.push(batch.name));
    fire('connect');
    fire('disconnect');
    fire('connect');
    expect(sent.filter((name) => name === 'subscribeAll')).toHaveLength(2);
    fire('batch', { name: 'gone', deleted: true });
    stop();
    fire('batch', { name: 'later', deleted: true });
    expect(heard).toEqual(['gone']);
  });

  it('tells the server when a batch is left', async () => {
    const { socket, sent, asked, fire } = fakeSocket();
    const live = createLive(socket);
    const stop = live.watchBatch({ batch: 'b', onChange: () => undefined });
    fire('connect');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    stop();
    expect(sent).toContain('unsubscribe');
  });
});
