import { EventEmitter } from 'node:events';

import { encodeHint, HINT_CHANNEL } from '@cardmill/contracts/wire';
import { createLogger } from '@cardmill/server-kit';
import { expect, it } from 'vitest';

import { createApiMetrics } from '../metrics.ts';
import { createDispatcher, kickOnHints } from './dispatcher.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

it('is kicked when a card ended or a person changed a batch, by nothing else', async () => {
  const channels: unknown[] = [];
  const bus = Object.assign(new EventEmitter(), {
    subscribe: async (...names: unknown[]) => channels.push(...names),
  });
  let kicks = 0;
  kickOnHints(bus, () => (kicks += 1), logger);
  expect(channels).toEqual([HINT_CHANNEL]);
  const hear = (message: string): number => {
    bus.emit('message', HINT_CHANNEL, message);
    return kicks;
  };
  expect(hear(encodeHint({ batch: 'b', seq: 2, kind: 'outcome' }))).toBe(1);
  expect(hear(encodeHint({ batch: 'b', seq: 3, kind: 'action' }))).toBe(2);
  expect(hear(encodeHint({ batch: 'b', seq: 3, kind: 'change' }))).toBe(2);
  expect(hear(encodeHint({ batch: 'b', seq: 3, kind: 'gone' }))).toBe(2);
  expect(hear('nonsense')).toBe(2);
});

it('counts what it rings for again as repairs, each kind by itself, and rings for all', async () => {
  const metrics = createApiMetrics();
  const rung: string[] = [];
  let rounds = 0;
  const dispatcher = createDispatcher({
    line: {
      dispatch: async (_window, _lostAfterMs, bells) => {
        rounds += 1;
        expect(bells).toBe(7);
        return [
          { cardId: 'a', kind: 'fresh' },
          { cardId: 'b', kind: 'lost_bell' },
          { cardId: 'c', kind: 'expired_lease' },
          { cardId: 'd', kind: 'lost_bell' },
        ];
      },
    },
    queue: {
      reachable: () => true,
      bells: async () => 7,
      ring: async (cards) => void rung.push(...cards),
      close: async () => undefined,
    },
    window: 8,
    metrics,
    logger,
  });
  dispatcher.kick();
  await dispatcher.close();
  expect(rounds).toBe(1);
  expect(rung).toEqual(['a', 'b', 'c', 'd']);
  const repairs = await metrics.repairs.get();
  expect(Object.fromEntries(repairs.values.map(({ labels, value }) => [labels.kind, value]))).toEqual({
    lost_bell: 2,
    expired_lease: 1,
  });
});
