import { setTimeout as sleep } from 'node:timers/promises';

import { Batch, UploadReply } from '@cardmill/contracts';
import sharp from 'sharp';

const A_REQUEST = 250;

/** What a benchmark asks of a Cardmill. */
export function createHouseClient(url: string) {
  const ok = async (reply: Response): Promise<Response> => {
    if (reply.ok) return reply;
    throw new Error(`${reply.status} ${reply.url}: ${await reply.text()}`);
  };
  const batch = async (name: string): Promise<Batch> =>
    Batch.parse(await (await ok(await fetch(`${url}/api/v1/batches/${name}`))).json());

  return {
    batch,

    /** A draft with so many small cards, inspected and ready to start. */
    async draft(title: string, station: string, cards: number): Promise<string> {
      const tiny = { width: 160, height: 96, channels: 3, background: '#f6f0df' } as const;
      const noise = { type: 'gaussian', mean: 200, sigma: 40 } as const;
      const image = await sharp({ create: { ...tiny, noise } })
        .jpeg()
        .toBuffer();
      let name: string | undefined;
      for (let first = 0; first < cards; first += A_REQUEST) {
        const form = new FormData();
        if (name === undefined)
          for (const [key, value] of Object.entries({ title, station })) form.set(key, value);
        else form.set('batch', name);
        for (let n = first + 1; n <= Math.min(first + A_REQUEST, cards); n += 1) {
          // What follows the end of a JPEG changes nothing but makes it another file.
          form.append(
            'files',
            new Blob([new Uint8Array(image), String(n)]),
            `${String(n).padStart(5, '0')}.jpg`,
          );
        }
        const reply = await ok(await fetch(`${url}/api/v1/upload`, { method: 'POST', body: form }));
        name = UploadReply.parse(await reply.json()).batch ?? undefined;
      }
      if (name === undefined) throw new Error('no draft was made');
      await ok(
        await fetch(`${url}/api/v1/batches/${name}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ templateId: 'free-text' }),
        }),
      );
      return name;
    },

    async act(name: string, action: 'start' | 'cancel' | 'restart'): Promise<void> {
      await ok(await fetch(`${url}/api/v1/batches/${name}/${action}`, { method: 'POST' }));
    },

    /** Asks every `everyMs` until the batch is as wanted. */
    async until(name: string, wanted: (now: Batch) => boolean, everyMs = 50): Promise<Batch> {
      for (const deadline = Date.now() + 30 * 60_000; Date.now() < deadline; await sleep(everyMs)) {
        const now = await batch(name);
        if (wanted(now)) return now;
      }
      throw new Error(`${name} was not as wanted within half an hour`);
    },
  };
}

/** Seconds that something took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** Inspected to the last card: nothing of the draft is left to do. */
export async function settled(sql: (text: string) => Promise<number>, name: string): Promise<void> {
  for (;;) {
    const open = await sql(
      `SELECT count(*)::int AS n FROM cards c JOIN batches b ON b.id = c.batch_id WHERE b.name = '${name}' AND c.inspected_at IS NULL`,
    );
    if (open === 0) return;
    await sleep(200);
  }
}
