import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';

import type { Logger } from './logger.ts';
import { maskUrl } from './mask-url.ts';

/**
 * What a connection is for.
 * - `publisher`: hints that nobody waits for. With Redis away a publish fails at once.
 * - `subscriber`: listens for ever, resubscribes by itself, and pings so that a dead peer is noticed.
 * - `queue`: BullMQ's. Commands wait out an outage; a half-open socket is dropped after 30 s.
 */
export type RedisRole = 'publisher' | 'subscriber' | 'queue';

// Without replyMapping: its declared `undefined` does not fit the constructor's exact optional types.
type RoleOptions = Omit<RedisOptions, 'replyMapping'>;

const retryCapMs = 2_000;
// BullMQ blocks for 5 s (workers) or 10 s (events) in one read: this must be longer than both.
const socketTimeoutMs = 30_000;
const pingEveryMs = 10_000;

/** Jittered, so that a restarted Redis is not met by every process in the same millisecond. */
function retryStrategy(times: number): number {
  const ceiling = Math.min(50 * 2 ** Math.min(times, 10), retryCapMs);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

/**
 * Options of each role; BullMQ makes further connections of its own from those of `queue`.
 */
export function redisOptions(role: RedisRole): RoleOptions {
  // Measured: without socketTimeout a half-open connection wedged a worker for good, with no error event.
  const common: RoleOptions = { connectTimeout: 5_000, socketTimeout: socketTimeoutMs, retryStrategy };
  switch (role) {
    case 'publisher':
      return { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 };
    case 'subscriber':
      return { ...common, maxRetriesPerRequest: null, autoResubscribe: true };
    case 'queue':
      return { ...common, maxRetriesPerRequest: null };
    default:
      return role satisfies never;
  }
}

/**
 * A connection that reconnects for ever. Trouble is logged once when it begins and once when it is over.
 * Release it with {@link closeRedis}.
 *
 * @param url - `redis://[user:password@]host:port[/db]`
 */
export function createRedis(url: string, role: RedisRole, logger?: Logger): Redis {
  const redis = new Redis(url, redisOptions(role));
  let away = false;
  // A listener must be there: ioredis prints to the console when nobody hears its errors.
  redis.on('error', (err: Error) => {
    if (away) return;
    away = true;
    logger?.warn({ err, redis: maskUrl(url), role }, 'redis is away');
  });
  redis.on('ready', () => {
    if (away) logger?.info({ redis: maskUrl(url), role }, 'redis is back');
    away = false;
  });
  if (role === 'subscriber') keepChecking(redis);
  return redis;
}

/**
 * Lets go of a connection. `QUIT` waits for replies under way; with Redis away there is nobody to
 * answer it, so the socket is simply dropped then.
 */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  if (redis.status !== 'ready') {
    redis.disconnect();
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1_000);
  });
  try {
    await Promise.race([redis.quit().then(() => undefined), late]);
  } catch {
    // The connection broke while saying goodbye, which is as good.
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}

/**
 * A readiness check. It writes: a Redis that is full or cannot append to its file still answers PING.
 * @throws what Redis says
 */
export async function redisTakesData(redis: Redis): Promise<void> {
  await redis.set('cardmill:ready', '1', 'EX', 60);
}

/** A subscriber sends nothing by itself, and ioredis' socket timeout only runs while a command is open. */
function keepChecking(redis: Redis): void {
  const timer = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => undefined);
  }, pingEveryMs);
  timer.unref();
  redis.on('end', () => clearInterval(timer));
}
