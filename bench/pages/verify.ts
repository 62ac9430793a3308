import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

import { readA5 } from './a5.ts';
import { withPage } from './open.ts';
import { type Bench, type Figure, medianMs, type Part, worstMs } from './part.ts';

const ROUNDS = 10;

/** How soon the image of an A5 card is on the screen. */
export const verifyPart: Part = {
  name: 'verify',
  withinMs: 180_000,
  async run(bench: Bench): Promise<Figure[]> {
    bench.say(`${ROUNDS + 1} cards of A5, sent and inspected`);
    const batch = await readA5(bench, ROUNDS + 1);
    const url = `${bench.url}/batches/${batch}/verify?queue=all&order=drawer`;
    const opened: Shown[] = [];
    for (let n = 1; n <= ROUNDS; n += 1) {
      bench.say(`opened in an empty browser, ${n} of ${ROUNDS}`);
      opened.push(await openEmpty(bench.browser, url));
    }
    const turned = await turnCards(bench, url);
    const row = (what: string, all: readonly number[], bound: string): Figure => [
      `${what}, median of ${ROUNDS} (worst)`,
      `${medianMs(all)} (${worstMs(all)})`,
      bound,
    ];
    return [
      row(
        'A5 access image, asked for the first time to on screen',
        opened.map(({ since }) => since),
        '300 ms',
      ),
      row('Verify, key for the next card to its image on screen', turned, '300 ms'),
      row(
        'Verify, address to image in an empty browser',
        opened.map(({ at }) => at),
        '-',
      ),
    ];
  },
};

/** From the address typed into a browser that knows nothing yet: page, rows, image. */
const openEmpty = (browser: Browser, url: string): Promise<Shown> =>
  withPage(browser, async (page) => {
    await page.goto(url, { waitUntil: 'commit' });
    return await imageShown(page, '');
  });

/** Milliseconds from the key that asks for the next card. */
const turnCards = (bench: Bench, url: string): Promise<number[]> =>
  withPage(bench.browser, async (page) => {
    await page.goto(url);
    await imageShown(page, '');
    const taken: number[] = [];
    for (let n = 1; n <= ROUNDS; n += 1) {
      bench.say(`next card, ${n} of ${ROUNDS}`);
      await page.locator('textarea').first().waitFor();
      // A person looks at a card for longer than this: by then the next one has been fetched ahead.
      await page.waitForTimeout(1_000);
      const before = (await page.locator('img.first').first().getAttribute('src')) ?? '';
      const pressed = await page.evaluate(() => performance.now());
      await page.keyboard.press('PageDown');
      taken.push((await imageShown(page, before)).at - pressed);
    }
    return taken;
  });

const Shown = z.object({ at: z.number(), since: z.number() });
/** When an image was on the screen, on the page's clock, and how long after it was asked for. */
type Shown = z.infer<typeof Shown>;

/** Waits for an image other than the one before, whole, decoded and in a frame after that. */
const imageShown = async (page: Page, before: string): Promise<Shown> =>
  Shown.parse(
    await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const image = document.querySelector('img.first');
      const other = image !== null && image.getAttribute('src') !== ${JSON.stringify(before)};
      if (!other || !image.complete || image.naturalWidth === 0) return requestAnimationFrame(look);
      const seen = () => requestAnimationFrame(() => {
        const at = performance.now();
        const asked = performance.getEntriesByName(image.src)[0]?.startTime ?? at;
        resolve({ at, since: at - asked });
      });
      image.decode().then(seen, () => requestAnimationFrame(look));
    };
    look();
  })`),
  );
