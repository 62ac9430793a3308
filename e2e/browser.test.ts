import { drawCard, truncatedCard } from '@cardmill/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openBrowser } from './support/browser.ts';
import { type RunningCardmill, startCardmill } from './support/cardmill.ts';
import { createClient } from './support/client.ts';

let cardmill: RunningCardmill;
let browser: Browser;
beforeAll(async () => {
  [cardmill, browser] = await Promise.all([startCardmill({ workers: 1 }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await cardmill.close();
});

/** A page that fails the test when anything is thrown in it or said as an error on its console. */
async function openPage(path: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A resource that is not there yet (a thumbnail before the inspection) is said by the browser itself.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  page.setDefaultTimeout(60_000);
  await page.goto(`${cardmill.url}${path}`);
  return { page, faults };
}

async function scans() {
  const bach = await drawCard({ lines: ['Komponist: Bach', 'Signatur: Spez.12.345'] });
  const haydn = await drawCard({ lines: ['Komponist: Haydn', 'Signatur: Spez.12.346'] });
  return [
    { name: '1.png', mimeType: 'image/png', buffer: bach.data },
    { name: '2.png', mimeType: 'image/png', buffer: haydn.data },
    { name: '3.jpg', mimeType: 'image/jpeg', buffer: await truncatedCard() },
    { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not an image') },
  ];
}

describe('a curator', () => {
  it('drops scans, draws up fields, starts, watches, corrects, and finds it all again', async () => {
    const { page, faults } = await openPage('/new');
    await page.getByLabel('Title of the batch').fill('Musik Nord');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await scans());

    // Upload: three taken, the one that is no image is named with its reason.
    await page.waitForURL(/\/batches\/musik-nord_[^/]+\/upload$/);
    const list = page.getByRole('region', { name: 'Files of this batch' });
    for (const name of ['1.png', '2.png', '3.jpg', 'notes.png']) await list.getByText(name).first().waitFor();
    await page.getByText('Not taken').first().waitFor();
    await page
      .getByRole('link', { name: 'Choose fields' })
      .or(page.getByRole('button', { name: 'Choose fields' }))
      .click();

    // Configure: Next says what is missing instead of being grey.
    await page.waitForURL(/\/configure$/);
    await page.getByRole('button', { name: 'Start reading' }).click();
    await page.getByText('Nothing to read for yet', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Komponist');
    await page.getByText('Saved').first().waitFor();
    await page.getByRole('button', { name: 'Start reading' }).click();

    // Process: always an end.
    await page.waitForURL(/\/process$/);
    await page.getByText('Done', { exact: true }).first().waitFor();
    await page.getByText('3.jpg').first().waitFor();
    await page.getByRole('link', { name: 'Results' }).last().click();

    // Results: one row a card, an edit is saved at once and stands beside what was read.
    await page.waitForURL(/\/results$/);
    await page.getByText('Haydn').first().waitFor();
    await page.getByRole('button', { name: 'Open card 1' }).click();
    const value = page.getByRole('textbox', { name: 'Komponist' });
    await value.fill('J. S. Bach');
    await value.blur();
    await page.getByText('Saved', { exact: true }).first().waitFor();

    await page.reload();
    await page.getByText('J. S. Bach').first().waitFor();
    const batch = /batches\/([^/]+)\//.exec(page.url())?.[1] ?? '';
    const rows = await createClient(cardmill.url).results(batch);
    expect(rows[0]?.fields['komponist']).toMatchObject({ value: 'Bach', edit: { value: 'J. S. Bach' } });
    expect(rows.map((row) => row.status)).toEqual(['succeeded', 'succeeded', 'failed']);

    await page.goto(`${cardmill.url}/history`);
    await page.getByText('Musik Nord').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('closes the laptop in the middle of a run and sees the end when it is opened again', async () => {
    const client = createClient(cardmill.url);
    const draft = await client.createBatch({
      title: 'Unterwegs',
      fields: [{ label: 'Komponist' }],
      languages: ['deu'],
    });
    const [bach, haydn] = await scans();
    const files = Array.from({ length: 6 }, (_, i) => ({
      name: `${i}.png`,
      bytes: (i % 2 === 0 ? bach : haydn)?.buffer ?? Buffer.alloc(0),
    }));
    await client.upload({ batch: draft.name }, files);
    const { page, faults } = await openPage(`/batches/${draft.name}/process`);
    await client.act(draft.name, 'start');
    await page.getByText(/^Read/).first().waitFor();
    await page.context().setOffline(true);
    await client.ended(draft.name);
    await page.context().setOffline(false);
    await page.getByText('Done', { exact: true }).first().waitFor();
    await page.getByText('6 cards were read.').first().waitFor();
    expect(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(fault))).toEqual([]);
    await page.context().close();
  });
});
