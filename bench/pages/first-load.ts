import type { Browser } from 'playwright-core';

import { createDraft } from './a5.ts';
import { withPage } from './open.ts';
import type { Bench, Figure, Part } from './part.ts';

/** What a browser that knows nothing yet fetches before it can show a page. */
export const firstLoadPart: Part = {
  name: 'first-load',
  withinMs: 120_000,
  async run(bench: Bench): Promise<Figure[]> {
    const batch = await createDraft(bench, 'Leer');
    bench.say('a new batch');
    const made = await firstLoad(bench.browser, `${bench.url}/new`);
    bench.say('the upload page of a batch');
    const upload = await firstLoad(bench.browser, `${bench.url}/batches/${batch}/upload`);
    return [
      ['first load, new batch: script as sent', kb(made.script), '250 kB'],
      ['first load, upload page of a batch: script as sent', kb(upload.script), '250 kB'],
      ['besides: styles, fonts', `${kb(upload.style)}, ${kb(upload.font)}`, '-'],
    ];
  },
};

const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;

/** Bytes that a page brings over the line. */
interface FirstLoad {
  script: number;
  style: number;
  font: number;
}

/** Everything until the page is quiet, as it was sent: compressed where the server compresses. */
const firstLoad = (browser: Browser, url: string): Promise<FirstLoad> =>
  withPage(browser, async (page) => {
    const sizes: { type: string; size: Promise<number> }[] = [];
    page.on('requestfinished', (request) => {
      const size = request.sizes().then(({ responseBodySize }) => responseBodySize);
      sizes.push({ type: request.resourceType(), size });
    });
    await page.goto(url);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    const sum = async (type: string): Promise<number> =>
      (await Promise.all(sizes.filter((one) => one.type === type).map((one) => one.size))).reduce(
        (all, size) => all + size,
        0,
      );
    return { script: await sum('script'), style: await sum('stylesheet'), font: await sum('font') };
  });
