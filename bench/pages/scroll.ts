import type { Browser } from 'playwright-core';

import { withPage } from './open.ts';
import { longestScriptTask } from './trace.ts';

/** What scrolling the results of one batch from top to bottom asks of the page. */
export interface Scrolled {
  frames: number;
  /** Milliseconds of the longest task that ran script of the page, layout within it included. */
  longestTask: number;
  /** Tasks over 50 ms. */
  longTasks: number;
  /** Most rows in the document at once. */
  mostRows: number;
}

/** Pixels per frame: ten thousand rows in some twenty seconds, far faster than anybody reads. */
const STEP = 900;

/** Runs in the page. Text, because the types of this side know no document. */
const SCROLL = `new Promise((resolve) => {
  let box = document.querySelector('[data-position]');
  while (box !== null && box.scrollHeight <= box.clientHeight + 1000) box = box.parentElement;
  let [frames, mostRows] = [0, 0];
  const next = () => {
    frames += 1;
    mostRows = Math.max(mostRows, document.querySelectorAll('[data-position]').length);
    const before = box.scrollTop;
    box.scrollTop = before + ${STEP};
    if (box.scrollTop === before) resolve({ frames, mostRows });
    else requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})`;

export const scrollResults = (browser: Browser, url: string, thumbnail: Buffer): Promise<Scrolled> =>
  withPage(browser, async (page) => {
    // The cards are rows in the database without images; each gets the same thumbnail.
    await page.route('**/batches-static/**', (route) =>
      route.fulfill({ body: thumbnail, contentType: 'image/jpeg' }),
    );
    await page.goto(url);
    await page.getByText('10,000', { exact: false }).first().waitFor();
    await page.locator('[data-position="1"]').first().waitFor();
    await page.waitForLoadState('networkidle');
    await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'v8.execute'] });
    const { frames, mostRows } = await page.evaluate<{ frames: number; mostRows: number }>(SCROLL);
    const trace = await browser.stopTracing();
    return { frames, mostRows, ...longestScriptTask(trace) };
  });
