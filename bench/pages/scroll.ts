import { makeBatchName } from '@cardmill/contracts';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';

import { a5Card } from './a5.ts';
import { fillDrawer, ROWS } from './drawer.ts';
import { withPage } from './open.ts';
import { type Bench, type Figure, ms, type Part } from './part.ts';
import { scriptTasks, type ScriptTasks } from './trace.ts';

const SORTS = ['confidence', 'name', 'field:titel', 'recent', 'state', 'position'];
/** Pixels per frame, far faster than anybody reads: a screen of new rows each time. */
const STEP = 900;
const FRAMES = 120;

/** Runs in the page: a stretch at the top, one in the middle and one at the end, with the scroll bar dragged between. */
const SCROLL = `new Promise((resolve) => {
  let box = document.querySelector('[data-position]');
  while (box !== null && box.scrollHeight <= box.clientHeight + 1000) box = box.parentElement;
  const places = [0, 0.5, 0.95];
  let [frame, mostRows, seen] = [0, 0, new Set()];
  const next = () => {
    const rows = [...document.querySelectorAll('[data-position]')];
    mostRows = Math.max(mostRows, rows.length);
    for (const row of rows) seen.add(row.dataset.position);
    if (frame === places.length * ${FRAMES}) return resolve({ frames: frame, mostRows, seen: seen.size });
    if (frame % ${FRAMES} === 0) box.scrollTop = places[frame / ${FRAMES}] * box.scrollHeight;
    else box.scrollTop += ${STEP};
    frame += 1;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})`;
const Scrolled = z.object({ frames: z.number(), mostRows: z.number(), seen: z.number() });
/** Sorting is done in turns: until long after the last of them. */
const SORTED_MS = 1_500;

/** Ten thousand results, scrolled through and put in every order. */
export const scrollPart: Part = {
  name: 'scroll',
  withinMs: 240_000,
  run: (bench: Bench): Promise<Figure[]> =>
    withPage(bench.browser, async (page) => {
      bench.say(`${ROWS} cards into the database`);
      const drawer = makeBatchName('Zehntausend', new Date(), '00000001');
      await fillDrawer(bench.sql, drawer);
      const thumbnail = await sharp(await a5Card(0))
        .resize(208)
        .jpeg()
        .toBuffer();
      // The cards are rows in the database without images; each gets the same thumbnail.
      await page.route('**/batches-static/**', (route) =>
        route.fulfill({ body: thumbnail, contentType: 'image/jpeg' }),
      );
      bench.say('opening them');
      const [, opening] = await traced(page, async () => {
        await page.goto(`${bench.url}/batches/${drawer}/results`);
        await page.getByRole('button', { name: /^All.*10,000/ }).waitFor();
        await page.locator('[data-position="1"]').first().waitFor();
      });
      bench.say('scrolling through them');
      const [{ frames, mostRows, seen }, scrolling] = await traced(page, async () =>
        Scrolled.parse(await page.evaluate(SCROLL)),
      );
      const sorting: ScriptTasks[] = [];
      for (const sort of SORTS) {
        bench.say(`sorting by ${sort}`);
        const [, tasks] = await traced(page, async () => {
          await page.getByRole('combobox', { name: 'Sort' }).selectOption(sort);
          await page.waitForTimeout(SORTED_MS);
        });
        sorting.push(tasks);
      }
      const task = (what: string, all: readonly ScriptTasks[], bound: string): Figure => [
        `${ROWS} rows, ${what}: longest task with script`,
        longestOf(all),
        bound,
      ];
      return [
        task('opened', [opening], '-'),
        task(`${seen} of them seen in ${frames} frames`, [scrolling], '50 ms'),
        task(`in ${SORTS.length} orders`, sorting, '50 ms'),
        ['most rows in the document', String(mostRows), '60'],
      ];
    }),
};

/** On a busy machine a task stands still while others run: then only its own time tells. */
function longestOf(all: readonly ScriptTasks[]): string {
  const longest = Math.max(...all.map((one) => one.longestMs));
  const own = Math.max(...all.map((one) => one.longestCpuMs));
  const over = all.reduce((sum, one) => sum + one.longTasks, 0);
  return `${ms(longest)}, ${ms(own)} of it computing (${over} over 50 ms)`;
}

async function traced<T>(page: Page, work: () => Promise<T>): Promise<[T, ScriptTasks]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page belongs to no browser');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'v8.execute'] });
  const done = await work();
  return [done, scriptTasks(await browser.stopTracing())];
}
