import { drawCard, truncatedCard } from '@cardmill/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openBrowser, openPage as open } from './support/browser.ts';
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

const openPage = (path: string) => open(browser, `${cardmill.url}${path}`);

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

  it('verifies a drawer by keyboard only, and what two people wrote is chosen in words', async () => {
    const client = createClient(cardmill.url);
    const draft = await client.createBatch({
      title: 'Schublade 7',
      fields: [{ label: 'Komponist' }, { label: 'Signatur' }],
      languages: ['deu'],
    });
    const files = (await scans()).slice(0, 2).map(({ name, buffer }) => ({ name, bytes: buffer }));
    await client.upload({ batch: draft.name }, files);
    await client.act(draft.name, 'start');
    await client.ended(draft.name);
    const { page, faults } = await openPage(`/batches/${draft.name}/verify?queue=all&order=drawer`);
    const text = page.locator('textarea:focus');
    const focused = async (): Promise<string> =>
      (await text.count()) === 0 ? '' : text.inputValue({ timeout: 5_000 });
    const inFocus = (value: string) => expect.poll(focused, { timeout: 30_000 }).toBe(value);

    // The image is there, the field in focus lit on it, and every key is told by “?”.
    await inFocus('Bach');
    await page.locator('.card-word.lit').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    const scale = page.locator('.viewer-scale').first();
    const fitted = await scale.innerText();
    await page.keyboard.press('+');
    await expect.poll(() => scale.innerText(), { timeout: 30_000 }).not.toBe(fitted);
    await page.keyboard.press('0');
    await expect.poll(() => scale.innerText(), { timeout: 30_000 }).toBe(fitted);

    // Accept goes on; a word of the image goes into the field; a typed value is saved at once.
    await inFocus('Bach');
    await page.keyboard.press('Enter');
    await inFocus('Spez.12.345');
    await page.keyboard.press('w');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await inFocus('Spez.12.345 Komponist:');
    await page.keyboard.press('Escape');
    await inFocus('Spez.12.345');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('J. S. Bach');
    await page.getByText('Read as').waitFor();

    // Somebody else writes in the same field first: both values stand, and this one is kept.
    const [seen] = await client.results(draft.name);
    await page.keyboard.press('Enter');
    await page.getByText('Saved', { exact: true }).waitFor();
    const now = async () => (await client.results(draft.name))[0];
    await expect
      .poll(async () => (await now())?.fields['komponist']?.edit?.value, { timeout: 30_000 })
      .toBe('J. S. Bach');
    expect(seen?.fields['komponist']?.value).toBe('Bach');
    const stale = await now();
    const other = await client.send(
      'PATCH',
      `/api/v1/batches/${draft.name}/results/1.png`,
      { fields: { komponist: 'C. P. E. Bach' } },
      { 'if-match': `"${stale?.version}"` },
    );
    expect(other.status).toBe(200);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('e');
    await page.keyboard.press('End');
    await page.keyboard.type(' (1685)');
    await page.keyboard.press('Enter');
    await page.getByText('Someone else changed this card meanwhile', { exact: false }).waitFor();
    await page.getByText('C. P. E. Bach').waitFor();
    await inFocus('J. S. Bach (1685)');
    const mine = page.getByRole('button', { name: 'Keep mine' });
    for (let tabs = 0; tabs < 6 && !(await mine.evaluate((button) => button.matches(':focus'))); tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await inFocus('J. S. Bach (1685)');
    await page.getByText('Saved', { exact: true }).waitFor();

    // Verify goes on to the next card; skipping comes back; the end is said.
    await page.keyboard.press('Control+Enter');
    await inFocus('Haydn');
    await page.getByText('1 of 2 verified').waitFor();
    await page.keyboard.press('PageUp');
    await inFocus('J. S. Bach (1685)');
    await page.keyboard.press('PageDown');
    await inFocus('Haydn');
    await page.keyboard.press('v');
    await page.getByText('2 of 2 verified').waitFor();
    await page.getByText('Every card of this list is verified.').waitFor();
    const rows = await client.results(draft.name);
    expect(rows.map((row) => row.verified !== null)).toEqual([true, true]);
    expect(rows[0]?.fields['komponist']).toMatchObject({
      value: 'Bach',
      edit: { value: 'J. S. Bach (1685)' },
    });
    // The refused write is one that the browser names by itself.
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
