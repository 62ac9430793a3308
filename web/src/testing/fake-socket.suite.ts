import type { BatchProgress, CardOutcome, Subscribe, SubscribeAck } from '@cardmill/contracts';
import { vi } from 'vitest';

import type { LiveSocket } from '../live/socket.ts';

export const progress = (seq: number, change: Partial<BatchProgress> = {}): BatchProgress => ({
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
export const outcome = (seq: number): CardOutcome => ({
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
export function fakeSocket() {
  const handlers = new Map<string, (...args: never[]) => void>();
  const asked: Subscribe[] = [];
  const sent: string[] = [];
  let dead = false;
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
        if (dead) ack(new Error('timeout'), reply(request));
        else ack(null, reply(request));
      },
    }),
    connect: () => sent.push('connect'),
    disconnect: () => {
      sent.push('disconnect');
      return socket;
    },
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stands in for the few methods that are used
    socket: socket as unknown as LiveSocket,
    asked,
    sent,
    answer: (next: typeof reply) => (reply = next),
    /** Nothing that is asked is answered any more, and the socket does not know. */
    die: () => (dead = true),
    fire: (name: string, ...args: unknown[]): void => {
      socket.connected = name === 'connect' || (name !== 'disconnect' && socket.connected);
      handlers.get(name)?.(...(args as never[]));
    },
  };
}
