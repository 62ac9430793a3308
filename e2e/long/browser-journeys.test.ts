import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { drawCard } from '@cardmill/testkit';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { tabTo } from '../support/keyboard.ts';
import { musicCard } from '../support/music-cards.ts';
import { useStage } from '../support/stage.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/de-library-cards/', import.meta.url));

const stage = useStage();

const batchOf = (page: Page): string => /batches\/([^/]+)\//.exec(page.url())?.[1] ?? '';

/** Scans as they come from a scanner where the folder of real cards is there, else drawn ones. */
async function scans(count: number) {
  const asFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
  if (existsSync(REAL)) {
    const names = (await readdir(REAL)).filter((name) => name.endsWith('.jpg')).slice(0, count);
    return Promise.all(names.map(async (name) => asFile(name, await readFile(`${REAL}${name}`))));
  }
  const cards = await Promise.all(Array.from({ length: count }, (_, i) => musicCard(i + 1, { scale: 0.6 })));
  return cards.map(({ name, bytes }) => asFile(name, Buffer.from(bytes)));
}

/** A batch of two cards that has been read. */
async function readBatch(title: string, label = 'Komponist'): Promise<string> {
  const { name } = await stage.client.createBatch({ title, fields: [{ label }], languages: ['deu'] });
  const names = ['Bach', 'Haydn'];
  const files = await Promise.all(
    names.map(async (composer, i) => ({
      name: `${i + 1}.png`,
      bytes: (await drawCard({ lines: [`${label}: ${composer}`] })).data,
    })),
  );
  await stage.client.upload({ batch: name }, files);
  await stage.client.act(name, 'start');
  await stage.client.ended(name);
  return name;
}

describe('from the scanner to the table', () => {
  it('in German: real cards go in, steps are gone back and forth, a card is verified, the table comes out', async () => {
    const { page, faults, outside, close } = await stage.open('/new', { locale: 'de-DE' });
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByLabel('Titel des Stapels').fill('Bibliothek Süd');
    const files = await scans(3);
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.waitForURL(/bibliothek-sued_.*\/upload$/);
    const draft = batchOf(page);
    await expect.poll(async () => (await stage.client.batch(draft)).fileCount, { timeout: 30_000 }).toBe(3);

    // Forth, back and forth again: nothing of what was entered is gone.
    const steps = page.getByRole('navigation', { name: 'Schritte' });
    await steps.getByRole('link', { name: 'Einrichten' }).click();
    await page.getByRole('button', { name: 'Feld hinzufügen' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Verfasser');
    await expect
      .poll(async () => (await stage.client.batch(draft)).fields.map(({ label }) => label), {
        timeout: 30_000,
      })
      .toEqual(['Verfasser']);
    await page.goBack();
    await page
      .getByText(files[0]?.name ?? '')
      .first()
      .waitFor();
    await steps.getByRole('link', { name: 'Einrichten' }).click();
    await page.getByText('Verfasser').first().waitFor();
    await page.getByRole('button', { name: 'Lesen starten' }).click();

    await page.waitForURL(/\/process$/);
    await page.getByText('Fertig', { exact: true }).first().waitFor();
    // What has been started can still be looked at, and says that it is fixed.
    await steps.getByRole('link', { name: 'Einrichten' }).click();
    await page.getByText('Verfasser').first().waitFor();
    expect(await page.getByRole('button', { name: 'Lesen starten' }).count()).toBe(0);
    await steps.getByRole('link', { name: 'Ergebnisse' }).click();
    await page.getByRole('button', { name: /Karte 1 öffnen/ }).click();
    await page
      .getByRole('button', { name: /^Karte bestätigen/ })
      .first()
      .click();
    await expect
      .poll(async () => (await stage.client.results(draft))[0]?.verified ?? null, { timeout: 30_000 })
      .not.toBeNull();

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exportieren' }).click();
    await page.getByRole('menuitem', { name: 'Tabelle (CSV)' }).click();
    const table = await readFile(await (await download).path(), 'utf8');
    expect(table.startsWith('\u{FEFF}')).toBe(true);
    expect(table).toContain('Verfasser');
    expect(table.trimEnd().split('\r\n')).toHaveLength(4);
    expect([...faults, ...outside]).toEqual([]);
    await close();
  });

  it('without a mouse: every step from the files to the table', async () => {
    const { page, faults, close } = await stage.open('/history');
    const press = async (role: string, name: RegExp): Promise<void> => {
      await tabTo(page, role, name);
      await page.keyboard.press('Enter');
    };
    await press('link', /^New batch/);
    await page.waitForURL(/\/new$/);
    await tabTo(page, 'textbox', /Title of the batch/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Tasten');
    const chooser = page.waitForEvent('filechooser');
    await press('button', /^Files/);
    await (await chooser).setFiles(await scans(1));
    await page.waitForURL(/tasten_.*\/upload$/);
    const batch = batchOf(page);
    await expect.poll(async () => (await stage.client.batch(batch)).fileCount, { timeout: 30_000 }).toBe(1);
    await press('button', /^Choose fields/);
    await page.waitForURL(/\/configure$/);
    await press('button', /^Add field/);
    await tabTo(page, 'textbox', /^Name$/);
    await page.keyboard.type('Titel');
    await expect
      .poll(async () => (await stage.client.batch(batch)).fields.map(({ label }) => label), {
        timeout: 30_000,
      })
      .toEqual(['Titel']);
    await press('button', /^Start reading/);
    await page.waitForURL(/\/process$/);
    await page.getByText('Done', { exact: true }).first().waitFor();
    await press('link', /^Results|^To results/);
    await page.waitForURL(/\/results$/);
    await press('button', /^Open card 1/);
    await tabTo(page, 'textbox', /^Titel/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Von Hand');
    await expect
      .poll(async () => (await stage.client.results(batch))[0]?.fields['titel']?.edit?.value, {
        timeout: 30_000,
      })
      .toBe('Von Hand');
    const download = page.waitForEvent('download');
    await press('button', /^Export/);
    await page.getByRole('menuitem', { name: 'Table (CSV)' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    expect(await readFile(await (await download).path(), 'utf8')).toContain('Von Hand');
    expect(faults).toEqual([]);
    await close();
  });
});

describe('two people at one card', () => {
  it('the second is told, sees both values, and nothing of either is lost before one is chosen', async () => {
    const batch = await readBatch('Zu zweit');
    const path = `/batches/${batch}/results?card=1`;
    const [anna, ben] = [await stage.open(path), await stage.open(path)];
    const value = (page: Page) => page.getByRole('textbox', { name: 'Komponist' });
    // What is typed is saved by itself: on Ben's slow line it arrives after Anna's, however quick this machine is.
    let arrive = (): void => undefined;
    const later = new Promise<void>((resolve) => (arrive = resolve));
    await ben.page.route('**/results/*', async (route) => {
      if (route.request().method() === 'PATCH') await later;
      await route.continue();
    });
    await value(ben.page).fill('Bach, Johann Christian');
    await value(anna.page).fill('Bach, Johann Sebastian');
    await value(anna.page).blur();
    await expect
      .poll(async () => (await stage.client.results(batch))[0]?.fields['komponist']?.edit?.value, {
        timeout: 30_000,
      })
      .toBe('Bach, Johann Sebastian');
    await value(ben.page).blur();
    arrive();
    await ben.page.getByText('Someone else changed this card meanwhile', { exact: false }).waitFor();
    await ben.page.getByText('Bach, Johann Sebastian').first().waitFor();
    expect(await value(ben.page).inputValue()).toBe('Bach, Johann Christian');
    await ben.page.getByRole('button', { name: 'Keep theirs' }).click();
    await expect.poll(() => value(ben.page).inputValue(), { timeout: 30_000 }).toBe('Bach, Johann Sebastian');
    expect((await stage.client.results(batch))[0]?.fields['komponist']).toMatchObject({
      value: 'Bach',
      edit: { value: 'Bach, Johann Sebastian' },
    });
    for (const one of [anna, ben]) {
      expect(one.faults).toEqual([]);
      await one.close();
    }
  });
});

describe('text of others', () => {
  it('is shown as text on every page, whatever it looks like', async () => {
    const evil = '<img src=x onerror="window.hacked=1">';
    const batch = await readBatch(evil, 'Komponist');
    const [first] = await stage.client.results(batch);
    const { status } = await stage.client.send(
      'PATCH',
      `/api/v1/batches/${batch}/results/${first?.filename}`,
      { fields: { komponist: evil } },
      { 'if-match': `"${first?.version}"` },
    );
    expect(status).toBe(200);
    const draft = await stage.client.createBatch({
      title: evil,
      station: evil,
      fields: [{ label: evil, synonyms: [evil] }],
      languages: ['deu'],
    });
    await stage.client.upload({ batch: draft.name }, [
      { name: '<img src=x onerror=hacked=1>.png', bytes: (await drawCard({ lines: [evil] })).data },
    ]);
    const { page, faults, outside, close } = await stage.open('/history');
    // A title is in lists of choices too, which are not open.
    const says = page.getByText('onerror').filter({ visible: true }).first();
    for (const path of [
      '/history',
      `/batches/${draft.name}/upload`,
      `/batches/${draft.name}/configure`,
      `/batches/${batch}/process`,
      `/batches/${batch}/results?card=1`,
      `/batches/${batch}/verify?queue=all&order=drawer`,
    ]) {
      await page.goto(stage.url + path);
      await says.waitFor();
      await page.waitForLoadState('networkidle');
      expect(
        await page.evaluate('[window.hacked, document.querySelectorAll("img[src=x]").length]'),
        path,
      ).toEqual([undefined, 0]);
    }
    expect([...faults, ...outside]).toEqual([]);
    await close();
  });
});
