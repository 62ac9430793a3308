import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { violationsEverywhere } from '../support/axe.ts';
import type { OpenedPage } from '../support/browser.ts';
import { fillHouse, type House } from '../support/house.ts';
import { PAGES } from '../support/pages.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage({ workers: 2 });
let house: House;
let opened: OpenedPage;
beforeAll(async () => {
  house = await fillHouse(stage.client, { cards: 9, scale: 0.5 });
  opened = await stage.open('/new', { reducedMotion: true });
});

async function goTo(name: string): Promise<Page> {
  const { page } = opened;
  const shown = PAGES.find((one) => one.name === name);
  if (shown === undefined) throw new Error(`no page ${name}`);
  await page.goto(stage.url + shown.path(house));
  await shown.until(page);
  return page;
}

/** What opens over a page or in it. */
const OPENED: readonly [what: string, page: string, open: (page: Page) => Promise<unknown>][] = [
  [
    'the keys of Verify',
    'verify',
    async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  ],
  [
    'a card on the full screen',
    'verify',
    async (page) => {
      await page.keyboard.press('f');
      await page.locator('.full-screen').waitFor();
    },
  ],
  [
    'a field in Configure',
    'configure',
    async (page) => {
      await page.getByText('Signatur', { exact: true }).first().click();
      await page.getByLabel('Name', { exact: true }).first().waitFor();
    },
  ],
  [
    'the export menu of Results',
    'results',
    async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menu').waitFor();
    },
  ],
  [
    'the name of the station',
    'history',
    async (page) => {
      await page.getByTitle('Station').first().click();
      await page.getByRole('dialog', { name: 'Name of this station' }).waitFor();
    },
  ],
];

describe('by WCAG 2.2 AA, at 1440 and 390, light and dark, nothing is held against', () => {
  it.each(PAGES.map(({ name }) => name))('%s', async (name) => {
    expect(await violationsEverywhere(await goTo(name), name)).toEqual([]);
  });

  it.each(OPENED)('%s', async (what, name, open) => {
    const page = await goTo(name);
    await open(page);
    expect(await violationsEverywhere(page, what)).toEqual([]);
  });

  it.each(['/nothing', '/batches/lade_20260101-000000_00000000/results'])(
    '%s, which is not there',
    async (path) => {
      const { page } = opened;
      await page.goto(stage.url + path);
      await page.getByRole('link', { name: 'To the history' }).waitFor();
      expect(await violationsEverywhere(page, path)).toEqual([]);
    },
  );

  it('and no page of these fetched anything from elsewhere, or did what its policy forbids', () => {
    expect(opened.outside).toEqual([]);
    expect(opened.faults).toEqual([]);
  });
});
