import { drawCard } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { startCardmill } from '../support/cardmill.ts';
import { createClient } from '../support/client.ts';
import { numbersOf, watchBatch } from '../support/watcher.ts';

const CARDS = 10_000;
const A_REQUEST = 250;

// The reading is faked: what is tried here is everything around it at the size of a real drawer.
it('takes a drawer of ten thousand cards as one batch, and a watcher and the exports hold them all', async () => {
  const cardmill = await startCardmill({ workers: 2, env: { RECOGNISER: 'fake' } });
  try {
    const client = createClient(cardmill.url);
    const { data } = await drawCard({ lines: ['Bach'], width: 160, height: 96, format: 'jpeg' });
    const draft = await client.createBatch({ title: 'Zehntausend', templateId: 'free-text' });
    for (let first = 1; first <= CARDS; first += A_REQUEST) {
      const files = Array.from({ length: A_REQUEST }, (_, i) => ({
        name: `${String(first + i).padStart(5, '0')}.jpg`,
        // Bytes after the end of a JPEG change nothing but make each file another one.
        bytes: Buffer.concat([data, Buffer.from(String(first + i))]),
      }));
      expect((await client.upload({ batch: draft.name }, files)).accepted).toBe(A_REQUEST);
    }
    const watching = await watchBatch(cardmill.url, draft.name);
    expect(await client.act(draft.name, 'start')).toMatchObject({ changed: CARDS });
    expect(await client.ended(draft.name, 1_500_000)).toMatchObject({
      status: 'completed',
      counts: { succeeded: CARDS },
    });
    const last = await watching.ended();
    expect(last.seq).toBe(CARDS + 1);
    expect(numbersOf(watching)).toHaveLength(CARDS + 1);
    watching.close();

    const rows = await client.results(draft.name);
    expect(rows.map((row) => row.position)).toEqual(Array.from({ length: CARDS }, (_, i) => i + 1));
    const csv = await (await client.request(`/api/v1/batches/${draft.name}/export?format=csv`)).text();
    expect(csv.trimEnd().split('\r\n')).toHaveLength(CARDS + 1);
    expect((await client.send('DELETE', `/api/v1/batches/${draft.name}`)).status).toBe(204);
  } finally {
    await cardmill.close();
  }
});
