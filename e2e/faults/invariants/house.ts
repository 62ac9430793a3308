import { readFile } from 'node:fs/promises';

import { QUEUES } from '@cardmill/contracts/wire';
import { Redis } from 'ioredis';

import type { Bench } from '../harness/bench.ts';

/** I6: no job is left anywhere in the queue, nor a job that is in no list. */
export async function queueIsEmpty(url: string): Promise<string[]> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  const prefix = `bull:${QUEUES.card.name}:`;
  try {
    const [waiting, active, delayed, prioritized, failed, keys] = await Promise.all([
      redis.llen(`${prefix}wait`),
      redis.llen(`${prefix}active`),
      redis.zcard(`${prefix}delayed`),
      redis.zcard(`${prefix}prioritized`),
      redis.zcard(`${prefix}failed`),
      redis.keys(`${prefix}*`),
    ]);
    const jobs = keys.filter((key) => /^\d+(:lock)?$/.test(key.slice(prefix.length)));
    const left = Object.entries({ waiting, active, delayed, prioritized, failed, hashes: jobs.length });
    return left.filter(([, n]) => n > 0).map(([what, n]) => `I6 ${n} jobs ${what}`);
  } finally {
    redis.disconnect();
  }
}

/** I9: nobody died whom we did not kill, and nothing was thrown that nobody caught. */
export async function nobodyFell(bench: Bench): Promise<string[]> {
  const wrong: string[] = [];
  const exits = new Set(
    (await bench.faults.hits()).filter((hit) => hit.action === 'exit').map((hit) => hit.pid),
  );
  for (const service of bench.services) {
    for (const death of service.deaths()) {
      if (!death.wanted && !exits.has(death.pid))
        wrong.push(`I9 ${death.name} ended by itself: ${JSON.stringify(death.exit)}`);
    }
    for (const line of (await readFile(service.log, 'utf8')).split('\n')) {
      if (/unhandledRejection|uncaughtException|unhandled rejection|uncaught exception/i.test(line))
        wrong.push(`I9 ${service.name}: ${line.slice(0, 300)}`);
    }
  }
  return wrong;
}

/** I3: the sweeper found no counter to mend, and no batch whose end was missed. */
export async function nothingWasMended(bench: Bench): Promise<string[]> {
  const mended = await Promise.all(
    bench.apis.map(async (api) => {
      const metrics = await (
        await fetch(`${api.url}/metrics`, { signal: AbortSignal.timeout(5_000) })
      ).text();
      return [
        ...metrics.matchAll(/^cardmill_repairs_total\{kind="(counters|batch_end)".*\} ([1-9]\d*)/gm),
      ].map(([, kind, count]) => `I3 ${api.name} mended ${count} ${kind}`);
    }),
  );
  return mended.flat();
}

/** I5: what was deleted, and what broke off on its way in, has been collected. */
export async function garbageIsCollected(bench: Bench): Promise<string[]> {
  const { rows } = await bench.db.query<{ what: string; n: number }>(
    `SELECT 'uploads that broke off' AS what, count(*)::int AS n FROM files WHERE state = 'uploading'
     UNION ALL SELECT 'deleted batches', count(*)::int FROM batches WHERE deleted_at IS NOT NULL`,
  );
  return rows.filter((row) => row.n > 0).map((row) => `I5 ${row.n} ${row.what} are not collected`);
}
