import type { BatchSummary } from '@cardmill/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createRandom } from './fake-line.suite.ts';
import { BATCH, createFakeDatabase } from './model.suite.ts';
import type { Message } from './order.ts';
import { createRelay } from './relay.ts';
import { createSubscriber, type Welcome } from './subscriber.ts';

/** A relay over a batch in memory; `room` is what its members heard. */
function open() {
  const fake = createFakeDatabase();
  const room: string[] = [];
  const log: string[] = [];
  let members = 0;
  const seqOf = (message: Message): number =>
    message.event === 'card' ? message.outcome.seq : message.progress.seq;
  const relay = createRelay({
    name: BATCH,
    db: fake.db,
    room: {
      isEmpty: () => members === 0,
      send: (message) => room.push(`${message.event} ${seqOf(message)}`),
      sendSummary: (summary: BatchSummary) => room.push(`batch ${summary.status}`),
      dissolve: () => {
        room.push('gone');
        members = 0;
      },
    },
    onSummary: () => undefined,
    onGone: () => log.push('gone'),
    onIdle: () => log.push('idle'),
    onRead: () => undefined,
    outage: { failed: () => log.push('failed'), passed: () => undefined },
    coalesceMs: 30,
    failureDelayMs: 1_000,
    joins: { atOnce: 3, everyMs: 500 },
  });

  function subscribe(since?: number): { welcome: Welcome | null; refused: string | null } {
    const heard: { welcome: Welcome | null; refused: string | null } = { welcome: null, refused: null };
    relay.subscribe(
      createSubscriber({
        since,
        deadlineMs: 5_000,
        onWelcome: (welcome) => {
          heard.welcome = welcome;
          members += 1;
          room.push(`joined at ${welcome.progress.seq}`);
        },
        onRefuse: (problem) => {
          heard.refused = problem.code;
        },
      }),
    );
    return heard;
  }

  return { ...fake, relay, room, log, subscribe, leave: () => (members -= 1) };
}

const pass = (ms = 100): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('createRelay', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets a subscriber in at the number of its reply, with what it missed', async () => {
    const { subscribe, relay, end, room } = open();
    for (const card of [1, 2, 3]) end(card);
    const heard = subscribe(1);
    await pass();
    expect(heard.welcome).toMatchObject({
      progress: { seq: 3 },
      missed: [{ seq: 2 }, { seq: 3 }],
      truncated: false,
    });
    end(4);
    relay.wake();
    await pass();
    expect(room).toEqual(['joined at 3', 'card 4', 'progress 4']);
  });

  it('reads once for many wakes, and never twice at the same time', async () => {
    const { subscribe, relay, end, reads } = open();
    subscribe();
    await pass();
    const before = reads.total;
    for (let n = 0; n < 300; n += 1) {
      end(n);
      relay.wake();
      await pass(1);
    }
    // 300 ms: a pass is two reads, and starts at most every 30 ms.
    expect(reads.total - before).toBeLessThanOrEqual(22);
    expect(reads.atOnce).toBe(1);
  });

  it('answers a thousand who come within seconds with a few reads, each with what it missed', async () => {
    const { subscribe, end, reads } = open();
    for (let card = 1; card <= 1_500; card += 1) end(card);
    const watchers = [];
    for (let n = 0; n < 1_000; n += 1) {
      const since = (n * 7_919) % 1_501;
      watchers.push({ since, heard: subscribe(since) });
      await pass(4);
    }
    // Between two parts of the replies the event loop itself turns.
    for (let n = 0; n < 20; n += 1) await pass(50);
    const wrong = watchers.filter(({ since, heard: { welcome } }) => {
      const first = welcome?.missed[0]?.seq ?? since + 1;
      return (
        welcome?.progress.seq !== 1_500 ||
        first !== since + 1 ||
        welcome.missed.length !== Math.min(1_500 - since, 1_000) ||
        welcome.truncated !== since < 500
      );
    });
    expect(wrong).toEqual([]);
    // Four seconds: three passes at once, then two a second, each the batch and at most two pages.
    expect(reads.total).toBeLessThanOrEqual(3 * (3 + 2 * 5));
    expect(reads.atOnce).toBe(1);
  });

  it('has one read under way however slow it is', async () => {
    const { subscribe, relay, end, reads, room } = open();
    subscribe();
    await pass();
    reads.eachMs = 100;
    for (let n = 0; n < 30; n += 1) {
      end(n);
      relay.wake();
      await pass(20);
    }
    await pass(1_000);
    expect(reads.atOnce).toBe(1);
    expect(room.slice(-2)).toEqual(['card 30', 'progress 30']);
  });

  it('lets those who come in a throng in at the number of the room, while it moves on', async () => {
    const { subscribe, relay, end, reads, room } = open();
    subscribe();
    await pass();
    for (let card = 1; card <= 400; card += 1) {
      end(card);
      relay.wake();
      subscribe(Math.max(0, card - 20));
      await pass(5);
    }
    await pass(1_000);
    // Two seconds: at most 34 passes a second, each the batch and what is new; two a second read for who joins.
    expect(reads.total).toBeLessThanOrEqual(2 * 68 + 2 * 8);
    let last = 0;
    for (const line of room) {
      const seq = Number(line.split(' ').at(-1));
      if (line.startsWith('joined')) expect(seq).toBe(last);
      else last = seq;
    }
    expect(room.filter((line) => line.startsWith('joined'))).toHaveLength(401);
    expect(last).toBe(400);
  });

  it('tells one who comes alone what is in the database, not what the room was told', async () => {
    const { subscribe, end, change } = open();
    subscribe();
    await pass(2_000);
    end(1);
    change({ status: 'completed' });
    const heard = subscribe();
    await pass(50);
    expect(heard.welcome).toMatchObject({ progress: { seq: 1, status: 'completed' } });
  });

  it('asks the database before it answers one who knows more than the room', async () => {
    const { subscribe, end } = open();
    for (const card of [1, 2, 3]) end(card);
    for (let n = 0; n < 8; n += 1) subscribe(0);
    await pass(20);
    for (let n = 0; n < 8; n += 1) {
      subscribe(0);
      await pass(40);
    }
    end(4);
    const heard = subscribe(4);
    await pass(1_000);
    expect(heard.welcome).toMatchObject({ progress: { seq: 4 }, missed: [] });
  });

  it('says a new number of workers without a read', async () => {
    const { subscribe, relay, reads, room } = open();
    subscribe();
    await pass();
    const before = reads.total;
    relay.workers(1);
    expect(room).toEqual(['joined at 0']);
    relay.workers(4);
    relay.workers(4);
    await pass();
    expect(room).toEqual(['joined at 0', 'batch running']);
    expect(relay.seen()).toMatchObject({ workers: 4 });
    expect(reads.total).toBe(before);
  });

  it('leaves outcomes newer than the batch it read for the next pass', async () => {
    const { subscribe, relay, end, during, room } = open();
    subscribe();
    await pass();
    end(1);
    during(() => {
      end(2);
      relay.wake();
    });
    relay.wake();
    await pass();
    expect(room).toEqual(['joined at 0', 'card 1', 'progress 1', 'card 2', 'progress 2']);
  });

  it('gives a number that a retry took back its own progress', async () => {
    const { subscribe, relay, end, act, room } = open();
    subscribe();
    await pass();
    end(1, 'failed');
    act({ run: 2 });
    end(1);
    relay.wake();
    await pass();
    expect(room).toEqual(['joined at 0', 'progress 1', 'progress 2', 'card 3', 'progress 3']);
  });

  it('says a change without a number to the room, once', async () => {
    const { subscribe, relay, change, room } = open();
    subscribe();
    await pass();
    change({ waiting: 'storage_unavailable' });
    relay.wake();
    await pass();
    change({ etaSeconds: 7, cardsPerMinute: 3 });
    relay.wake();
    await pass();
    expect(room).toEqual(['joined at 0', 'batch running']);
  });

  it('sends page after page when the room is far behind', async () => {
    const { subscribe, relay, end, room } = open();
    subscribe();
    await pass();
    for (let card = 0; card < 2_500; card += 1) end(card);
    relay.wake();
    await pass(200);
    expect(room).toHaveLength(2_502);
    expect(room.slice(-2)).toEqual(['card 2500', 'progress 2500']);
  });

  it('refuses at once while the database fails, keeps the room, and catches up', async () => {
    const { subscribe, relay, end, fail, room, log } = open();
    subscribe();
    await pass();
    end(1);
    fail(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    relay.wake();
    const refused = subscribe();
    await pass();
    expect(refused.refused).toBe('database_unavailable');
    expect(log).toEqual(['failed']);
    fail(null);
    await pass(1_100);
    expect(room).toEqual(['joined at 0', 'card 1', 'progress 1']);
  });

  it('refuses a batch that is not there and closes', async () => {
    const { subscribe, remove, log } = open();
    remove();
    const heard = subscribe(0);
    await pass();
    expect(heard).toEqual({ welcome: null, refused: 'batch_not_found' });
    expect(log).toContain('idle');
  });

  it('tells the room that the batch is gone', async () => {
    const { subscribe, relay, remove, room, log } = open();
    subscribe();
    await pass();
    remove();
    relay.wake();
    await pass();
    expect(room).toEqual(['joined at 0', 'gone']);
    expect(log).toEqual(['gone', 'idle']);
  });

  it('closes when the last one has left, and not while one is joining', async () => {
    const { subscribe, relay, leave, log } = open();
    subscribe();
    relay.releaseIfIdle();
    await pass();
    expect(log).toEqual([]);
    leave();
    relay.releaseIfIdle();
    expect(log).toEqual(['idle']);
  });

  it('replies to who is joining when it is closed', async () => {
    const { subscribe, relay } = open();
    const early = subscribe();
    await pass(0);
    const late = subscribe();
    relay.close();
    await pass();
    expect([early.refused, late.refused]).toEqual(['shutting_down', 'shutting_down']);
    expect(subscribe().refused).toBe('shutting_down');
  });

  it('brings every number in order to a room under random changes', async () => {
    const random = createRandom(3);
    const { subscribe, relay, end, act, room } = open();
    subscribe();
    await pass();
    for (let n = 0; n < 400; n += 1) {
      if (random.share() < 0.2) act();
      else end(random.below(50), random.share() < 0.4 ? 'failed' : 'succeeded');
      if (random.share() < 0.5) relay.wake();
      await pass(random.below(12));
    }
    relay.wake();
    await pass();
    let last = 0;
    for (const line of room.slice(1)) {
      const seq = Number(line.split(' ')[1]);
      expect(seq === last + 1 || (line.startsWith('progress') && seq === last)).toBe(true);
      last = seq;
    }
    expect(last).toBe(400);
  });
});
