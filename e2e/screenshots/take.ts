import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { waitFor } from '@cardmill/testkit';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';

import { openPage, type PageOptions } from '../support/browser.ts';
import type { House } from '../support/house.ts';
import type { ShownPage } from '../support/pages.ts';
import { NOW } from './archive.ts';

/** Text stays sharp, and a picture is some forty kilobytes. */
const QUALITY = 78;
const LOCALES = { en: 'en-GB', de: 'de-DE' } as const;

/** In the page: every image in view is there, also one whose address is still asked for, and so is what was zoomed to. */
const SETTLED = `[...document.querySelectorAll('img, .th.bare:not(:has(svg))')].every((image) => {
  const { top, bottom } = image.getBoundingClientRect();
  return bottom < 0 || top > innerHeight || image.complete === true;
}) && document.querySelector('.ghosty, .words[hidden]') === null`;

export interface Studio {
  browser: Browser;
  url: string;
  house: House;
  folder: string;
  /** Told the name of each picture. */
  say: (name: string) => void;
}

/** Each page at both widths, light and dark, German and English, as `<page>-<width>-<theme>-<language>.webp`. */
export async function takePictures(
  { browser, url, house, folder, say }: Studio,
  pages: readonly ShownPage[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const page of pages)
    for (const [language, locale] of Object.entries(LOCALES))
      for (const width of [1440, 390] as const)
        for (const theme of ['light', 'dark'] as const) {
          const name = `${page.name}-${width}-${theme}-${language}`;
          say(name);
          const picture = await take(browser, url + page.path(house), page, { locale, width, theme });
          await writeFile(join(folder, `${name}.webp`), picture);
        }
}

/** One picture; nothing moves in it, and its day is the same every time. */
async function take(browser: Browser, url: string, shown: ShownPage, options: PageOptions): Promise<Buffer> {
  const { page, faults, close } = await openPage(browser, url, {
    ...options,
    reducedMotion: true,
    now: NOW,
  });
  await shown.until(page);
  await page.waitForLoadState('networkidle');
  // Asked from here: the pages' policy forbids them to evaluate text themselves.
  await waitFor(() => page.evaluate<boolean>(SETTLED), { timeoutMs: 30_000, what: `${url} to settle` });
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  if (faults.length > 0) throw new Error(`${url}: ${faults.join('; ')}`);
  await close();
  return sharp(png).webp({ quality: QUALITY, smartSubsample: true, effort: 6 }).toBuffer();
}
