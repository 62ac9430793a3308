import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createTcpProxy, drawCard, runSql, type TcpProxy, truncatedCard } from '@cardmill/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openBrowser, openPage as open } from '../support/browser.ts';
import { type RunningCardmill, startCardmill } from '../support/cardmill.ts';
import { type Client, createClient } from '../support/client.ts';
import { descendants } from '../support/processes.ts';

const WAIT = { timeout: 60_000 };
let wire: TcpProxy;
let cardmill: RunningCardmill;
let browser: Browser;
let client: Client;
beforeAll(async () => {
  // The pages come over a wire that can be cut; the tests themselves ask the server past it.
  wire = await createTcpProxy(9);
  [cardmill, browser] = await Promise.all([
    startCardmill({
      workers: 1,
      env: { RECOGNISER: 'fake', FAKE_READING_MS: '250', ALLOWED_ORIGINS: `http://127.0.0.1:${wire.port}` },
    }),
    openBrowser(),
  ]);
  wire.retarget(Number(new URL(cardmill.url).port));
  client = createClient(cardmill.url);
});
afterAll(async () => {
  await browser.close();
  await wire.close();
  await cardmill.close();
});

const openPage = (path: string) => open(browser, `http://127.0.0.1:${wire.port}${path}`);
const truth = (page: Page) => page.getByRole('progressbar', { name: 'Progress' });

/** A batch of small cards that reads nothing but `read`; the broken ones fail. */
async function draft(title: string, cards: number, broken: readonly number[] = []): Promise<string> {
  const { data } = await drawCard({ lines: ['Bach'], width: 300, height: 180, format: 'jpeg' });
  const cut = await truncatedCard();
  const { name } = await client.createBatch({
    title,
    fields: [{ label: 'Komponist' }, { label: 'Titel' }],
    languages: ['deu'],
  });
  const files = Array.from({ length: cards }, (_, i) => ({
    name: `${String(i + 1).padStart(3, '0')}.jpg`,
    // Bytes after the end of a JPEG change nothing but make each file another one.
    bytes: Buffer.concat([broken.includes(i + 1) ? cut : data, Buffer.from(String(i))]),
  }));
  await client.upload({ batch: name }, files);
  return name;
}

async function sql(text: string): Promise<void> {
  const folder = join(cardmill.data, 'postgres');
  const [password, pidFile] = await Promise.all(
    ['password', 'cluster/postmaster.pid'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const port = pidFile?.split('\n')[3];
  await runSql(`postgresql://cardmill:${password?.trim()}@127.0.0.1:${port}/cardmill`, text);
}

describe('watching a batch', () => {
  it('shows after a lost line and after a reload what the server has, and says when it is not live', async () => {
    const batch = await draft('Unterwegs', 30);
    const { page, close } = await openPage(`/batches/${batch}/process`);
    await client.act(batch, 'start');
    await page.getByRole('region', { name: 'Latest cards' }).getByRole('link').first().waitFor();

    await wire.set({ kind: 'refuse' });
    await page.getByText('Live updates are reconnecting', { exact: false }).waitFor();
    const before = (await client.batch(batch)).progress.current;
    await expect.poll(async () => (await client.batch(batch)).progress.current, WAIT).toBeGreaterThan(before);
    await wire.heal();
    await page.getByText('Live updates are reconnecting', { exact: false }).waitFor({ state: 'detached' });

    await page.reload();
    const atLeast = (await client.batch(batch)).progress.current;
    await expect
      .poll(async () => {
        const ended = await page.getByText('Done', { exact: true }).count();
        return ended > 0 ? 30 : Number.parseInt((await truth(page).getAttribute('aria-valuetext')) ?? '', 10);
      }, WAIT)
      .toBeGreaterThanOrEqual(atLeast);
    await page.getByText('30 cards were read.').waitFor();
    // Every outcome is in the feed, those too that nobody heard.
    const feed = page.getByRole('list', { name: 'Latest cards' }).getByRole('listitem');
    await expect.poll(() => feed.first().getAttribute('aria-setsize'), WAIT).toBe('30');
    await close();
  });

  it('says that no worker is running, and goes on when one is back', async () => {
    const workers = await descendants(cardmill.pid, 'ocr-worker');
    expect(workers.length).toBeGreaterThan(0);
    const batch = await draft('Niemand da', 3);
    const { page, faults, close } = await openPage(`/batches/${batch}/upload`);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    try {
      await client.act(batch, 'start');
      await page.goto(`http://127.0.0.1:${wire.port}/batches/${batch}/process`);
      await page.getByText('No worker is running.', { exact: false }).waitFor();
    } finally {
      for (const pid of workers) process.kill(pid, 'SIGCONT');
    }
    await page.getByText('Done', { exact: true }).first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('shows what stands on a card as text, whatever it is', async () => {
    const batch = await draft('Übel', 2);
    await client.act(batch, 'start');
    await client.ended(batch);
    const evil = '<img src=x onerror="window.hit=1">';
    const value = { value: evil, confidence: 90, source: 'label', verdict: 'ok' };
    await sql(
      `UPDATE results SET text = '${evil}', fields = '${JSON.stringify({ komponist: value, titel: value })}'
       WHERE card_id IN (SELECT c.id FROM cards c JOIN batches b ON b.id = c.batch_id WHERE b.name = '${batch}')`,
    );
    const { page, faults, close } = await openPage(`/batches/${batch}/process`);
    for (const step of ['process', 'results', 'results?card=1', 'verify?queue=all&order=drawer']) {
      await page.goto(`http://127.0.0.1:${wire.port}/batches/${batch}/${step}`);
      await page.getByText(evil).first().waitFor({ state: 'attached' });
    }
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(faults).toEqual([]);
    await close();
  });
});

describe('results', () => {
  it('take a failed card again in its place, and a new scan of it', async () => {
    const batch = await draft('Kaputt', 4, [2]);
    await client.act(batch, 'start');
    await client.ended(batch);
    const { page, faults, close } = await openPage(`/batches/${batch}/results?filter=notRead`);
    const row = page.getByRole('listitem').filter({ hasText: '002.jpg' });
    const reason = await row.locator('p').innerText();
    const { run } = await client.batch(batch);
    await row.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(async () => (await client.batch(batch)).run, WAIT).toBeGreaterThan(run);
    await expect.poll(async () => (await client.batch(batch)).finishedAt === null, WAIT).toBe(false);
    await row.getByText(reason).waitFor();
    await row.getByRole('button', { name: 'Read again' }).waitFor();

    const { data } = await drawCard({ lines: ['Haydn'], width: 300, height: 180, format: 'jpeg' });
    await row
      .locator('input[type=file]')
      .setInputFiles({ name: 'neu.jpg', mimeType: 'image/jpeg', buffer: data });
    await page.getByText('No card fits this search.').waitFor();
    expect((await client.results(batch)).map(({ status }) => status)).toEqual(Array(4).fill('succeeded'));
    expect(faults).toEqual([]);
    await close();
  });

  it('of two people show each what the other one changed', async () => {
    const batch = await draft('Zu zweit', 2);
    await client.act(batch, 'start');
    await client.ended(batch);
    const path = `/batches/${batch}/results`;
    const [mine, theirs] = await Promise.all([openPage(path), openPage(path)]);
    await theirs.page.getByText('002.jpg').waitFor();
    await mine.page.getByRole('button', { name: 'Open card 2' }).click();
    await mine.page.getByRole('textbox', { name: 'Komponist' }).fill('J. S. Bach');
    await theirs.page.getByText('J. S. Bach').waitFor();
    await theirs.page.getByRole('button', { name: /^Edited 1/ }).waitFor();
    await theirs.page.getByRole('button', { name: 'Open card 2' }).click();
    await theirs.page.getByRole('button', { name: 'Take the reading back' }).click();
    await mine.page.getByRole('button', { name: /^Edited 0/ }).waitFor();
    expect([...mine.faults, ...theirs.faults]).toEqual([]);
    await Promise.all([mine.close(), theirs.close()]);
  });

  it('of a few thousand cards are found, filtered and sorted by keyboard, with few rows in the page', async () => {
    const batch = await draft('Zweitausend', 1);
    await client.act(batch, 'start');
    await client.ended(batch);
    await sql(THOUSANDS.replaceAll('$batch', batch));
    const { page, faults, close } = await openPage(`/batches/${batch}/results`);
    const rows = page.locator('.res-rows > div');
    const most = async () => expect(await rows.count()).toBeLessThanOrEqual(60);
    await page.getByRole('button', { name: /^All 2,001/ }).waitFor();
    await page.getByRole('button', { name: 'Open card 1', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page), WAIT).toBe('Open card 2');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page), WAIT).toBe('Open card 2,001');
    await most();

    await page.keyboard.press('/');
    await page.keyboard.type('titel 1234');
    await expect.poll(() => rows.count(), WAIT).toBe(1);
    await page.getByText('Titel 1234').waitFor();
    await page.keyboard.press('Escape');
    const unsure = page.getByRole('button', { name: /^Unsure/ });
    for (let tabs = 0; tabs < 12 && !(await unsure.evaluate((it) => it.matches(':focus'))); tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/filter=unsure/);
    await expect.poll(() => rows.first().getAttribute('aria-setsize'), WAIT).toBe('20');
    await page.getByRole('combobox', { name: 'Sort' }).focus();
    await page.keyboard.type('Least');
    await page.waitForURL(/sort=confidence/);

    await page.reload();
    await expect.poll(() => rows.first().getAttribute('aria-setsize'), WAIT).toBe('20');
    await most();
    expect(faults).toEqual([]);
    await close();
  });
});

const focused = (page: Page) =>
  page.evaluate<string | null>('document.activeElement?.getAttribute("aria-label") ?? null');

/** Two thousand read cards more, one in a hundred of them unsure; without images, which this is not about. */
const THOUSANDS = `
  WITH b AS (SELECT id FROM batches WHERE name = '$batch'), f AS (
    INSERT INTO files (batch_id, state, filename, sha256, size, media_type, pages, accepted_at)
    SELECT id, 'accepted', 'alt.tif', repeat('0', 64), 1, 'image/tiff', 2000, now() FROM b RETURNING id, batch_id
  ), c AS (
    INSERT INTO cards (batch_id, file_id, filename, page, position, state, run, attempt, inspected_at, last_seq, finished_at)
    SELECT batch_id, id, 'alt.p' || p || '.tif', p, p + 1, 'succeeded', 1, 1, now(), p + 2, now()
    FROM f, generate_series(1, 2000) p RETURNING id, page
  ), r AS (
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    SELECT id, 1, 1, 'x', 90, jsonb_build_object('titel', jsonb_build_object('value', 'Titel ' || page, 'source', 'label',
      'verdict', 'ok', 'confidence', CASE WHEN page % 100 = 0 THEN 20 ELSE 95 END)), '\\x', '{}' FROM c RETURNING 1
  )
  UPDATE batches SET n_succeeded = 2001, positions = 2001, seq = 2002 WHERE id = (SELECT id FROM b)`;
