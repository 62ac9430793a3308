import { drawCard, waitFor } from '@cardmill/testkit';
import { z } from 'zod';

import type { Bench } from './part.ts';

/** A5 at 300 dpi. */
const A5 = { width: 2480, height: 1748 };
const Made = z.object({ name: z.string() });
const Now = z.object({ finishedAt: z.string().nullable() });

/** A card as a scanner sends it; no two are the same. */
export async function a5Card(n: number): Promise<Buffer> {
  const lines = Array.from({ length: 14 }, (_, i) => `Komponist: Bach, Johann Sebastian ${n}, Zeile ${i}`);
  return (await drawCard({ lines, ...A5, format: 'jpeg' })).data;
}

/** A batch that has no files yet. @returns its name */
export async function createDraft({ url }: Bench, title: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, fields: [{ label: 'Komponist' }] }),
  });
  return Made.parse(await reply.json()).name;
}

/** A batch of A5 cards that has been read. @returns its name */
export async function readA5(bench: Bench, cards: number): Promise<string> {
  const batch = await createDraft(bench, 'A5');
  const path = `${bench.url}/api/v1/batches/${batch}`;
  const form = new FormData();
  for (let n = 0; n < cards; n += 1)
    form.append('files', new Blob([new Uint8Array(await a5Card(n))]), `${n + 1}.jpg`);
  await fetch(`${path}/files`, { method: 'POST', body: form });
  await fetch(`${path}/start`, { method: 'POST' });
  const ended = async (): Promise<boolean> => Now.parse(await (await fetch(path)).json()).finishedAt !== null;
  await waitFor(ended, { what: `${cards} cards read`, timeoutMs: 120_000, everyMs: 200 });
  return batch;
}
