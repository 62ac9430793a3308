import type { Browser, Page } from 'playwright-core';

import { withPage } from './open.ts';

/** Milliseconds until the image of a card is on the screen in Verify. */
export interface Shown {
  /** From the key that asks for the next card. */
  next: number[];
  /** From the address typed into a browser that knows nothing yet: page, rows, image. */
  cold: number[];
}

export async function showCards(browser: Browser, url: string, rounds: number): Promise<Shown> {
  const cold: number[] = [];
  for (let n = 0; n < rounds; n += 1)
    cold.push(
      await withPage(browser, async (page) => {
        await page.goto(url, { waitUntil: 'commit' });
        return await imageShown(page, '', 0);
      }),
    );
  const next = await withPage(browser, async (page) => {
    await page.goto(url);
    await imageShown(page, '', 0);
    const taken: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      await page.locator('textarea').first().waitFor();
      await page.waitForLoadState('networkidle');
      const before = (await page.locator('img.first').first().getAttribute('src')) ?? '';
      const since = await page.evaluate(() => performance.now());
      await page.keyboard.press('PageDown');
      taken.push(await imageShown(page, before, since));
    }
    return taken;
  });
  return { next, cold };
}

/** When an image other than the one before is whole, decoded and in a frame after that, on the page's clock. */
const imageShown = (page: Page, before: string, since: number): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const image = document.querySelector('img.first');
      const other = image !== null && image.getAttribute('src') !== ${JSON.stringify(before)};
      if (!other || !image.complete || image.naturalWidth === 0) return requestAnimationFrame(look);
      const seen = () => requestAnimationFrame(() => resolve(performance.now() - ${since}));
      image.decode().then(seen, () => requestAnimationFrame(look));
    };
    look();
  })`);
