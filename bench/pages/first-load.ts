import type { Browser } from 'playwright-core';

import { withPage } from './open.ts';

/** Bytes that a page brings over the line when it is opened for the first time. */
export interface FirstLoad {
  script: number;
  style: number;
  font: number;
}

/** Everything until the page is quiet, as it was sent: compressed where the server compresses. */
export const firstLoad = (browser: Browser, url: string): Promise<FirstLoad> =>
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
