import { drawCard, waitFor } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { startCardmill } from '../support/cardmill.ts';
import { createClient } from '../support/client.ts';
import { descendants, killOne } from '../support/processes.ts';
import { numbersOf, watchBatch } from '../support/watcher.ts';

async function cards(count: number, tag: string) {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `${i + 1}.png`,
      bytes: (await drawCard({ lines: [`Nummer: ${tag} ${i + 1}`], width: 700, height: 300 })).data,
    })),
  );
}

it('nobody notices when workers, Redis, the notifier and the API are killed in the middle of a run', async () => {
  const cardmill = await startCardmill({ workers: 2, env: { LEASE_MS: '5000' } });
  const client = createClient(cardmill.url);
  const draft = await client.createBatch({
    title: 'Unfälle',
    fields: [{ label: 'Nummer' }],
    languages: ['deu'],
  });
  await client.upload({ batch: draft.name }, await cards(120, 'A'));
  const watching = await watchBatch(cardmill.url, draft.name);
  try {
    await client.act(draft.name, 'start');
    const victims = [
      'services/ocr-worker',
      'redis-server',
      'services/notifier',
      'services/ocr-worker',
      'services/api',
    ];
    for (const [round, victim] of victims.entries()) {
      await waitFor(() => watching.state().outcomes.size >= (round + 1) * 12, {
        timeoutMs: 300_000,
        what: `card ${(round + 1) * 12}`,
      });
      await killOne(cardmill.pid, victim);
    }
    await watching.ended(600_000);
    expect(await client.batch(draft.name)).toMatchObject({ status: 'completed', counts: { succeeded: 120 } });
    expect(numbersOf(watching)).toEqual(Array.from({ length: 121 }, (_, i) => i + 1));
    expect(new Set((await client.results(draft.name)).map((row) => row.cardId)).size).toBe(120);
  } finally {
    watching.close();
    await cardmill.close();
  }
});

it('a killed launcher leaves nothing running, and starting again goes on where it was', async () => {
  const first = await startCardmill({ workers: 1, env: { LEASE_MS: '3000' } });
  const client = createClient(first.url);
  const draft = await client.createBatch({
    title: 'Stromausfall',
    fields: [{ label: 'Nummer' }],
    languages: ['deu'],
  });
  await client.upload({ batch: draft.name }, await cards(40, 'B'));
  await client.act(draft.name, 'start');
  await waitFor(async () => (await client.batch(draft.name)).counts.succeeded >= 3, { timeoutMs: 120_000 });
  const children = await descendants(first.pid, '');
  expect(children.length).toBeGreaterThan(4);
  process.kill(first.pid, 'SIGKILL');
  await waitFor(() => children.every((pid) => !isAlive(pid)), {
    timeoutMs: 30_000,
    what: 'the end of all children',
  });

  const second = await startCardmill({ workers: 2, data: first.data, env: { LEASE_MS: '3000' } });
  try {
    const again = createClient(second.url);
    expect(await again.ended(draft.name, 300_000)).toMatchObject({
      status: 'completed',
      counts: { succeeded: 40 },
    });
  } finally {
    await second.close();
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
