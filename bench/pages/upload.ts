import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { waitFor } from '@cardmill/testkit';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';

import { createDraft } from './a5.ts';
import { withPage } from './open.ts';
import { type Bench, type Figure, ms, type Part } from './part.ts';

const FILES = 10_000;
const LONG_MS = 50;
const SENDING_MS = 600_000;

/** A folder of ten thousand small scans, given in one go. */
export const uploadPart: Part = {
  name: 'upload',
  withinMs: SENDING_MS + 240_000,
  async run(bench: Bench): Promise<Figure[]> {
    bench.say(`drawing ${FILES} files`);
    const folder = await mkdtemp(join(tmpdir(), 'lade-'));
    try {
      await drawFiles(folder);
      return await withPage(bench.browser, (page) => send(bench, page, folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Small images of distinct bytes: a comment tells each from the others. */
async function drawFiles(folder: string): Promise<void> {
  const jpeg = await sharp({
    create: {
      width: 360,
      height: 250,
      channels: 3,
      background: '#efe6d2',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  })
    .jpeg({ quality: 30 })
    .toBuffer();
  for (let n = 1; n <= FILES; n += 1) {
    const comment = Buffer.from(`card ${n}`);
    const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
    const bytes = Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
    await writeFile(join(folder, `lade-17-${String(n).padStart(5, '0')}.jpg`), bytes);
  }
}

/** Before any script of the page: what it did at a stretch for longer than anybody fails to notice. */
const WATCH = `
  globalThis.long = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) globalThis.long.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
`;
const Long = z.array(z.tuple([z.number(), z.number()]));
const Metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });
const Listed = z.object({ fileCount: z.number() });

async function send(bench: Bench, page: Page, folder: string): Promise<Figure[]> {
  const batch = await createDraft(bench, 'Lade 17');
  await page.addInitScript(WATCH);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.goto(`${bench.url}/batches/${batch}/upload`);
  const input = page.getByTestId('folder');
  await input.waitFor({ state: 'attached' });
  const now = (): Promise<number> => page.evaluate(() => performance.now());

  bench.say('giving them to the page');
  const given = await now();
  await input.setInputFiles(folder);
  const listed = page.getByText(/of 10,000/).first();
  await listed.waitFor();
  const shown = await now();
  let [mostRows, mostHeap, accepted] = [0, 0, 0];
  const until = Date.now() + SENDING_MS;
  await waitFor(
    async () => {
      const rows = await page.locator('.up-rows [role=listitem]').count();
      const { metrics } = Metrics.parse(await devtools.send('Performance.getMetrics'));
      mostRows = Math.max(mostRows, rows);
      mostHeap = Math.max(mostHeap, metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0);
      const reply = await fetch(`${bench.url}/api/v1/batches/${batch}`);
      const { fileCount } = Listed.parse(await reply.json());
      if (Math.floor(fileCount / 500) > Math.floor(accepted / 500)) bench.say(`${fileCount} accepted`);
      accepted = fileCount;
      return accepted >= FILES || Date.now() > until;
    },
    { what: `${FILES} files accepted`, timeoutMs: SENDING_MS + 30_000, everyMs: 1_000 },
  );
  const sent = await now();
  const long = Long.parse(await page.evaluate('globalThis.long')).filter(([at]) => at >= given);
  const during = long.filter(([at]) => at > shown);
  return [
    [`${FILES} files given: until the page lists them`, ms(shown - given), '-'],
    ['of that, longest task', longest(long.filter(([at]) => at <= shown)), '-'],
    ['while they are sent: longest task', longest(during), '-'],
    // On a busy machine the rest is not waited for.
    ['accepted', `${accepted} of ${FILES} in ${((sent - shown) / 1_000).toFixed(0)} s`, '-'],
    ['most rows in the document', String(mostRows), '60'],
    ['most memory of its script', `${(mostHeap / 1e6).toFixed(0)} MB`, '-'],
  ];
}

const longest = (tasks: readonly (readonly [number, number])[]): string =>
  tasks.length === 0
    ? `under ${LONG_MS} ms`
    : `${ms(Math.max(...tasks.map(([, duration]) => duration)))} (${tasks.length} over ${LONG_MS} ms)`;
