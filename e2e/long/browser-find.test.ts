import { join } from 'node:path';

import { findRunningPostgres } from '@cardmill/server-kit/servers';
import { drawCard, runSql } from '@cardmill/testkit';
import { describe, expect, it } from 'vitest';

import { useStage } from '../support/stage.ts';

const stage = useStage();

const SOON = { timeout: 30_000 };

async function drawer(title: string, cards: readonly (readonly string[])[]): Promise<string> {
  const fields = [{ label: 'Komponist' }, { label: 'Signatur' }];
  const { name } = await stage.client.createBatch({ title, fields, languages: ['deu'] });
  const files = await Promise.all(
    cards.map(async (lines, i) => ({
      name: `${i + 1}.png`,
      bytes: (await drawCard({ lines: [...lines] })).data,
    })),
  );
  await stage.client.upload({ batch: name }, files);
  await stage.client.act(name, 'start');
  await stage.client.ended(name);
  return name;
}

describe('finding a card', () => {
  it('goes by keyboard alone: type, down, Enter, and the word is lit on the image; Esc goes back', async () => {
    const batch = await drawer('Lieder M bis S', [
      ['Komponist: Schubert', 'Signatur: Spez.12.341'],
      ['Komponist: Müller', 'Signatur: Spez.12.342'],
    ]);
    const { page, faults, outside, close } = await stage.open('/find');
    await expect.poll(() => page.locator('.find-box input:focus').count(), SOON).toBe(1);
    await page.keyboard.type('muller');
    await page.locator('[data-hit] mark', { hasText: 'Müller' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('?q=muller');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const word = page.locator('.card-word.lit').first();
    await word.waitFor({ state: 'visible' });
    // The light lies in the image, not beside it, and large enough to be read.
    const lit = await word.boundingBox();
    const image = await page.locator('.stage-box').boundingBox();
    expect(lit?.x).toBeGreaterThanOrEqual(image?.x ?? Number.POSITIVE_INFINITY);
    expect((lit?.x ?? 0) + (lit?.width ?? 0)).toBeLessThanOrEqual((image?.x ?? 0) + (image?.width ?? 0));
    // A reload shows the same.
    await page.reload();
    await page.locator('.card-word.lit').first().waitFor({ state: 'visible' });
    await page.locator('.find-card').press('Escape');
    await expect.poll(() => page.locator('.find-card').count(), SOON).toBe(0);
    await expect.poll(() => page.locator('[data-hit]:focus').count(), SOON).toBe(1);
    expect(page.url()).not.toContain('hit=');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Verify this card' }).click();
    await page.waitForURL(new RegExp(`/batches/${batch}/verify\\?card=2`));
    expect(faults).toEqual([]);
    expect(outside).toEqual([]);
    await close();
  });
});

describe('the history', () => {
  it('deletes after a time in which it can be undone, and at once when the page is left', async () => {
    const { name } = await stage.client.createBatch({ title: 'Nur ein Versuch' });
    const status = async () => (await stage.client.request(`/api/v1/batches/${name}`)).status;
    const { page, faults, close } = await stage.open('/history');
    const row = page.locator(`[data-batch="${name}"]`);
    const remove = async (): Promise<void> => {
      await page.getByRole('button', { name: `More: Nur ein Versuch (${name})` }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await expect.poll(() => row.count(), SOON).toBe(0);
    };
    await row.waitFor();
    await remove();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    expect(await status()).toBe(200);
    await remove();
    await page.goto(`${stage.url}/find`);
    await expect.poll(status, SOON).toBe(404);
    expect(faults).toEqual([]);
    await close();
  });

  it('of a thousand batches has few rows in the document, reaches the last one, and hears of every one', async () => {
    const database = await findRunningPostgres(join(stage.cardmill.data, 'postgres'));
    await runSql(
      database ?? '',
      `INSERT INTO batches (name, title, station, created_at)
       SELECT 'alt_20260101-000000_' || lpad(to_hex(i), 8, '0'), 'Lade ' || i, 'Platz ' || i % 7,
         now() - make_interval(hours => i)
       FROM generate_series(1, 1000) i`,
    );
    const { page, faults, close } = await stage.open('/history');
    await page.getByText('Lade 1', { exact: true }).waitFor();
    const rows = page.locator('.hl');
    const main = page.locator('main');
    const last = page.getByText('Lade 1000', { exact: true });
    await expect
      .poll(
        async () => {
          await main.evaluate((element) => element.scrollTo(0, element.scrollHeight));
          return last.count();
        },
        { timeout: 120_000 },
      )
      .toBe(1);
    expect(await rows.count()).toBeLessThan(60);
    // News of a batch that is far away come all the same.
    const { name } = await stage.client.createBatch({ title: 'Ganz neu' });
    await main.evaluate((element) => element.scrollTo(0, 0));
    await page.locator(`[data-batch="${name}"]`).waitFor();
    // A search reaches what lies beyond what is loaded.
    await page.getByRole('searchbox').fill('Lade 777');
    await page.getByText('Lade 777', { exact: true }).waitFor();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    expect(faults).toEqual([]);
    await close();
  });
});
