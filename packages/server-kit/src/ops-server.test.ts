import { afterEach, expect, test } from 'vitest';

import { Counter, createMetrics } from './metrics.ts';
import { startOpsServer } from './ops-server.ts';
import type { OpsServer } from './ops-server.ts';

let server: OpsServer | undefined;
afterEach(() => server?.close());

async function get(path: string) {
  const reply = await fetch(`http://127.0.0.1:${server?.port}${path}`);
  return { status: reply.status, text: await reply.text() };
}

test('health, readiness and metrics; nothing else', async () => {
  const metrics = createMetrics('ocr-worker');
  new Counter({ name: 'cards_read_total', help: 'Cards read', registers: [metrics] }).inc(3);
  let databaseIsUp = true;
  const database = () => (databaseIsUp ? Promise.resolve() : Promise.reject(new Error('refused')));
  server = await startOpsServer({ port: 0, metrics, ready: { database, redis: () => Promise.resolve() } });

  expect(await get('/health')).toMatchObject({ status: 200, text: '{"status":"OK"}' });
  expect(await get('/ready')).toMatchObject({ status: 200 });
  databaseIsUp = false;
  expect(await get('/ready')).toEqual({ status: 503, text: '{"ready":false,"failed":["database"]}' });
  expect((await get('/metrics')).text).toContain('cards_read_total{service="ocr-worker"} 3');
  expect(await get('/health/health')).toMatchObject({ status: 404 });
});

test('a taken port is an error, not a hang', async () => {
  const metrics = createMetrics('ocr-worker');
  server = await startOpsServer({ port: 0, metrics });
  await expect(startOpsServer({ port: server.port, metrics })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
