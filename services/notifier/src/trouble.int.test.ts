import { createDatabase, type Database } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import {
  createTcpProxy,
  expectNoLeaks,
  type FreshDatabase,
  freshDatabase,
  type FreshRedis,
  freshRedis,
  waitFor,
} from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Client, type ClientSocket, connect, createClient, faultsOf } from './client.suite.ts';
import { createHints, makeBatch, workAll } from './fake-line.suite.ts';
import { notifierConfig, type NotifierOverrides, type RunningNotifier, startNotifier } from './index.ts';

const SILENT = { send: () => undefined };

describe('the notifier in trouble', () => {
  const logger = createLogger({ service: 'notifier', level: 'silent' });
  let database: FreshDatabase;
  let redis: FreshRedis;
  let db: Database;
  const opened: (() => unknown)[] = [];

  beforeEach(async () => {
    [database, redis] = await Promise.all([freshDatabase(), freshRedis()]);
    db = createDatabase(database.url);
  });

  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
    await db.close();
    await Promise.all([database.close(), redis.close()]);
  });

  async function start(
    env: Record<string, string> = {},
    overrides: Partial<NotifierOverrides> = {},
  ): Promise<RunningNotifier> {
    const config = notifierConfig.parse({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PORT: '0',
      POLL_MS: '300',
      ...env,
    });
    const notifier = await startNotifier(config, { logger, ...overrides });
    opened.push(() => notifier.close());
    return notifier;
  }

  function visit(batch: string, url: string): Client {
    const client = createClient(batch);
    opened.push(client.close);
    client.visit(url);
    return client;
  }

  function plain(url: string, options: Parameters<typeof connect>[1] = {}): ClientSocket {
    const socket = connect(url, options);
    opened.push(() => socket.disconnect());
    return socket;
  }

  const ended = (client: Client): Promise<unknown> => waitFor(() => client.ended());

  it('replies that the database is away, keeps its watchers, and catches up', async () => {
    const gate = await createTcpProxy(Number(new URL(database.url).port));
    opened.push(() => gate.close());
    const { url } = await start({ DATABASE_URL: gate.through(database.url) });
    const { name } = await makeBatch(db, 20);
    const client = visit(name, url);
    await waitFor(() => client.watcher.state().progress !== null);

    await gate.set({ kind: 'refuse' });
    const askedAt = performance.now();
    const reply = await plain(url).timeout(8_000).emitWithAck('subscribe', { batch: name, since: 0 });
    expect(reply).toMatchObject({ ok: false, problem: { code: 'database_unavailable', status: 503 } });
    expect(performance.now() - askedAt).toBeLessThan(6_000);
    await db.start(name);
    await workAll({ db, hints: SILENT });
    const ready = await fetch(`${url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, failed: ['database'] }]);
    expect((await fetch(`${url}/health`)).status).toBe(200);

    await gate.heal();
    await ended(client);
    expect(client.connections()).toHaveLength(1);
    expect(client.connections().flatMap(faultsOf)).toEqual([]);
  });

  it('shows everything without Redis, and hears hints again when it is back', async () => {
    const { url } = await start({ POLL_MS: '1000' });
    const { name } = await makeBatch(db, 20);
    const client = visit(name, url);
    await waitFor(() => client.watcher.state().progress !== null);
    await redis.kill();
    await db.start(name);
    await waitFor(() => client.watcher.state().seq === 1);
    expect((await fetch(`${url}/ready`)).status).toBe(503);

    await redis.start();
    await waitFor(async () => (await fetch(`${url}/ready`)).status === 200);
    const hints = createHints(redis.url);
    opened.push(hints.close);
    await waitFor(() => hints.ready());
    await workAll({ db, hints });
    await ended(client);
    expect(client.connections().flatMap(faultsOf)).toEqual([]);
  });

  it('starts and listens while database and Redis are away', async () => {
    const gate = await createTcpProxy(Number(new URL(database.url).port));
    opened.push(() => gate.close());
    await gate.set({ kind: 'refuse' });
    await redis.stop();
    const { url } = await start({ DATABASE_URL: gate.through(database.url) });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(`${url}/ready`)).json()).toEqual({
      ready: false,
      failed: ['database', 'redis'],
    });
    await gate.heal();
    await redis.start();
    await waitFor(async () => (await fetch(`${url}/ready`)).status === 200);
  });

  it('lets its clients go when it stops: they come back elsewhere and have missed nothing', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const { name } = await makeBatch(db, 30);
    const client = visit(name, first.url);
    await waitFor(() => client.watcher.state().progress !== null);
    await db.start(name);
    let taken = 0;
    await workAll({
      db,
      hints: SILENT,
      hands: 1,
      pace: async () => {
        taken += 1;
        if (taken === 10) await first.close();
        if (taken === 20) client.visit(second.url);
      },
    });
    await ended(client);
    expect(client.watcher.state().outcomes.size).toBe(30);
    expect(client.connections().flatMap(faultsOf)).toEqual([]);
  });

  it('is reconnected to by a browser on its own after a stop', async () => {
    const first = await start();
    const port = new URL(first.url).port;
    const socket = plain(first.url, { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
    await waitFor(() => socket.connected);
    const reasons: string[] = [];
    socket.on('disconnect', (reason) => reasons.push(reason));
    const stoppedAt = performance.now();
    await first.close();
    expect(performance.now() - stoppedAt).toBeLessThan(3_000);
    await start({ PORT: port });
    await waitFor(() => socket.connected);
    expect(reasons).toEqual(['transport close']);
  });

  it('leaves nothing open when it is closed', async () => {
    const { name } = await makeBatch(db, 1);
    await expectNoLeaks({ redis: redis.url, database: database.url }, async () => {
      const notifier = await start();
      const client = visit(name, notifier.url);
      await waitFor(() => client.watcher.state().progress !== null);
      client.close();
      await notifier.close();
    });
  });

  // By far more than the network's own buffers hold, which are 10 MB here.
  it.each([
    ['packets', { packets: 10, bytes: Infinity }],
    ['bytes', { packets: Infinity, bytes: 2 ** 20 }],
  ])('closes a socket that takes nothing in at so many %s, and only that one', async (_of, backlog) => {
    const { url } = await start({}, { backlog });
    const { name } = await makeBatch(db, 80);
    const quick = visit(name, url);
    const slow = createClient(name);
    opened.push(slow.close);
    const socket = slow.visit(url);
    await waitFor(() => [quick, slow].every((client) => client.watcher.state().progress !== null));
    pause(socket);
    await db.start(name);
    await workAll({ db, hints: SILENT, padding: 200_000 });
    await ended(quick);
    await waitFor(async () => (await metric(url, 'cardmill_notifier_slow_dropped_total')) === 1);
    expect(await metric(url, 'cardmill_notifier_sockets')).toBe(1);
    expect(quick.connections().flatMap(faultsOf)).toEqual([]);
    slow.visit(url);
    await ended(slow);
    expect(slow.watcher.state().outcomes.size).toBe(80);
  });

  it('survives requests of any form', async () => {
    const { url } = await start();
    const { name } = await makeBatch(db, 1);
    const socket = plain(url);
    await waitFor(() => socket.connected);
    const ask = (...args: unknown[]): Promise<unknown> =>
      new Promise((resolve) => {
        emitAnything(socket, ['subscribe', ...args, resolve]);
      });
    const refused = (code: string) =>
      expect.objectContaining({ ok: false, problem: expect.objectContaining({ code }) });
    for (const request of [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { batch: 7 },
      { batch: name, since: -1 },
      { batch: name, more: 1 },
    ]) {
      expect(await ask(request)).toEqual(refused('invalid_request'));
    }
    expect(await ask()).toEqual(refused('invalid_request'));
    expect(await ask({ batch: 'no such batch' })).toEqual(refused('batch_not_found'));
    expect(await ask({ batch: 'gone_20260101-000000_00000000' })).toEqual(refused('batch_not_found'));
    for (const event of ['subscribe', 'unsubscribe', 'subscribeAll', 'nonsense']) {
      for (const args of [[], [null], [{ batch: name }], [{ batch: name }, 'no function']]) {
        emitAnything(socket, [event, ...args]);
      }
    }
    expect(await ask({ batch: name, since: 0 })).toMatchObject({ ok: true });
    expect(socket.connected).toBe(true);
  });

  it('limits what one socket may watch and send', async () => {
    const { url } = await start();
    const names = await Promise.all(Array.from({ length: 101 }, () => makeBatch(db, 0)));
    const socket = plain(url);
    const replies = [];
    for (const { name } of names)
      replies.push(await socket.timeout(5_000).emitWithAck('subscribe', { batch: name }));
    expect(replies.filter((reply) => reply.ok)).toHaveLength(100);
    expect(replies.at(-1)).toMatchObject({ problem: { code: 'too_many_requests' } });
    socket.emit('unsubscribe', { batch: 'x'.repeat(40_000) });
    await waitFor(() => !socket.connected);
  });

  it('lets in its own pages and no foreign ones, over both transports', async () => {
    const { url } = await start({ ALLOWED_ORIGINS: 'https://cards.museum.example' });
    const outcome = async (transport: 'websocket' | 'polling', origin?: string): Promise<string> => {
      const extraHeaders = origin === undefined ? {} : { origin };
      const socket = plain(url, { transports: [transport], extraHeaders });
      return new Promise((resolve) => {
        socket.on('connect', () => resolve('in'));
        socket.on('connect_error', () => resolve('refused'));
      });
    };
    for (const transport of ['websocket', 'polling'] as const) {
      expect(await outcome(transport)).toBe('in');
      expect(await outcome(transport, 'https://cards.museum.example')).toBe('in');
      expect(await outcome(transport, 'http://localhost:5173')).toBe('in');
      expect(await outcome(transport, url)).toBe('in');
      expect(await outcome(transport, 'https://evil.example')).toBe('refused');
      expect(await outcome(transport, 'null')).toBe('refused');
    }
  });

  it('counts what it does, and answers nothing else', async () => {
    const { url } = await start();
    const { name } = await makeBatch(db, 5);
    const client = visit(name, url);
    await waitFor(() => client.watcher.state().progress !== null);
    await db.start(name);
    await workAll({ db, hints: SILENT });
    await ended(client);
    expect(await metric(url, 'cardmill_notifier_sockets')).toBe(1);
    expect(await metric(url, 'cardmill_notifier_watched_batches')).toBe(1);
    expect(await metric(url, 'cardmill_notifier_relayed_total{event="card"')).toBe(5);
    expect(await metric(url, 'cardmill_notifier_reads_total')).toBeGreaterThan(1);
    client.leave();
    await waitFor(async () => (await metric(url, 'cardmill_notifier_watched_batches')) === 0);
    expect((await fetch(`${url}/`)).status).toBe(404);
  });
});

/** What the types forbid. */
function emitAnything(socket: object, args: unknown[]): void {
  const emit: unknown = Reflect.get(socket, 'emit');
  if (typeof emit === 'function') Reflect.apply(emit, socket, args);
}

/** Stops taking bytes in, like a browser on a link that is gone. */
function pause(socket: ClientSocket): void {
  const ws: unknown = Reflect.get(socket.io.engine.transport, 'ws');
  if (typeof ws !== 'object' || ws === null || !('pause' in ws) || typeof ws.pause !== 'function') {
    throw new Error('no websocket to pause');
  }
  ws.pause();
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}
