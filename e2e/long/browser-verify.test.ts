import type { FieldInput } from '@cardmill/contracts';
import { drawCard } from '@cardmill/testkit';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { useStage } from '../support/stage.ts';

const stage = useStage();

const SOON = { timeout: 30_000 };
const FIELDS: readonly FieldInput[] = [
  { label: 'Komponist' },
  { label: 'Signatur' },
  { label: 'Besetzung', kind: 'choice', vocabulary: ['Chor a cappella', 'Klavier', 'Orgel'] },
  { label: 'Jahr', kind: 'date' },
];

/** A drawer of read cards. */
async function drawer(title: string, count: number): Promise<string> {
  const { name } = await stage.client.createBatch({ title, fields: [...FIELDS], languages: ['deu'] });
  const composers = ['Bach', 'Haydn', 'Mozart', 'Schubert', 'Brahms'];
  const files = await Promise.all(
    composers.slice(0, count).map(async (composer, i) => {
      const lines = [
        `Komponist: ${composer}`,
        `Signatur: Spez.12.34${i}`,
        'Besetzung: Orgel',
        'Jahr: 3. Mai 1749',
      ];
      return { name: `${i + 1}.png`, bytes: (await drawCard({ lines })).data };
    }),
  );
  await stage.client.upload({ batch: name }, files);
  await stage.client.act(name, 'start');
  await stage.client.ended(name);
  return name;
}

const verifyPath = (batch: string): string => `/batches/${batch}/verify?queue=all&order=drawer`;
/** What stands in the text that has the focus; nothing while none has. */
async function focused(page: Page): Promise<string> {
  const text = page.locator('textarea:focus');
  return (await text.count()) === 0 ? '' : text.inputValue({ timeout: 5_000 });
}
const inFocus = (page: Page, value: string) => expect.poll(() => focused(page), SOON).toBe(value);
/** A style of the first element of that kind, as it is drawn. */
const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);
/** How the image lies: screen pixels to a pixel of it, and degrees clockwise. */
async function look(page: Page, within = '.ver-img'): Promise<{ scale: number; angle: number }> {
  const transform = await styleOf(page, `${within} .word-layer`, 'transform');
  const [a = 0, b = 0] = transform.replace('matrix(', '').split(',').map(Number.parseFloat);
  return { scale: Math.hypot(a, b), angle: Math.round((Math.atan2(b, a) * 180) / Math.PI) };
}
/** The figure of “About n errors expected if you stop here”; 0 when it says that nothing is left. */
const errorsExpected = async (page: Page): Promise<number> =>
  Number(/\d+/.exec(await page.locator('.ver-expected').innerText())?.[0] ?? 0);

describe('a review', () => {
  it('says how many errors remain, fewer with every card, none at the end', async () => {
    const batch = await drawer('Schublade 8', 3);
    const { page, faults, close } = await stage.open(verifyPath(batch));
    await inFocus(page, 'Bach');
    let before = await errorsExpected(page);
    expect(before).toBeGreaterThan(0);
    await page.locator('.ver-expected').click();
    await page.getByText('This is a first estimate', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    for (const next of ['Haydn', 'Mozart', null]) {
      await page.keyboard.press('v');
      if (next === null) await page.getByText('Every card of this list is verified.').waitFor();
      else await inFocus(page, next);
      const now = await errorsExpected(page);
      expect(now).toBeLessThanOrEqual(before);
      before = now;
    }
    expect(before).toBe(0);
    // What was counted over in the page is what the server counts.
    await page.reload();
    await page.getByText('3 of 3 verified').waitFor();
    expect(await errorsExpected(page)).toBe(0);
    await page.getByRole('link', { name: 'Results' }).last().click();
    await page.waitForURL(/\/results$/);
    expect(faults).toEqual([]);
    await close();
  });

  it('offers the allowed values, and tells by keyboard what a value means and why it does not fit', async () => {
    const batch = await drawer('Schublade 9', 1);
    const { page, faults, close } = await stage.open(verifyPath(batch), { locale: 'de-DE' });
    await inFocus(page, 'Bach');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await inFocus(page, 'Orgel');
    await page.keyboard.press('e');
    await page.getByRole('option', { name: 'Chor a cappella' }).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('kla');
    await page.getByText('Keiner der 3 erlaubten Werte').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await inFocus(page, 'Klavier');
    await page.keyboard.press('Enter');
    await inFocus(page, '3. Mai 1749');
    await page.getByText('Als Datum 1749-05-03').waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('um Ostern');
    await page.getByText('Kein Wert der Art Datum').waitFor();
    await page.keyboard.press('Escape');
    await inFocus(page, '3. Mai 1749');
    const saved = async () => (await stage.client.results(batch))[0]?.fields;
    await expect.poll(async () => (await saved())?.['jahr']?.edit, SOON).toBeNull();
    expect((await saved())?.['besetzung']).toMatchObject({ value: 'Orgel', edit: { value: 'Klavier' } });
    expect(faults).toEqual([]);
    await close();
  });

  it('works with a thumb: nothing to scroll sideways, pinch, every field, and a verification taken back', async () => {
    const batch = await drawer('Schublade 10', 2);
    const { page, faults, close } = await stage.open(verifyPath(batch), { width: 390 });
    await page.locator('.card-word.lit').first().waitFor({ state: 'attached' });
    const tooWide = () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(await tooWide()).toBe(0);
    const image = page.locator('.stage-box').first();
    const scale = async () => (await look(page)).scale;
    await expect.poll(scale, SOON).toBeGreaterThan(0);
    const before = await scale();
    const box = await image.boundingBox();
    if (box === null) throw new Error('the image has no place');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const wire = await page.context().newCDPSession(page);
    const fingers = (apart: number) => [
      { x: middle.x - apart, y: middle.y, id: 1 },
      { x: middle.x + apart, y: middle.y, id: 2 },
    ];
    await wire.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) });
    for (const apart of [45, 60, 80, 100])
      await wire.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
    await wire.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(scale, SOON).toBeGreaterThan(before * 1.5);

    await page.getByRole('textbox', { name: 'Jahr' }).scrollIntoViewIfNeeded();
    await page.getByRole('textbox', { name: 'Jahr' }).tap();
    await page.getByRole('button', { name: 'Verify card' }).tap();
    await page.getByText('1 of 2 verified').waitFor();
    await page.getByRole('button', { name: 'Previous card' }).tap();
    await page.getByRole('button', { name: 'Take verification back' }).tap();
    await page.getByText('0 of 2 verified').waitFor();
    expect(await tooWide()).toBe(0);
    const rows = await stage.client.results(batch);
    expect(rows.map((row) => row.verified)).toEqual([null, null]);
    expect(faults).toEqual([]);
    await close();
  });

  it('has an image that is turned, lit, seen pixel by pixel and on the whole screen', async () => {
    const batch = await drawer('Schublade 11', 2);
    const { page, faults, close } = await stage.open(verifyPath(batch));
    await page.locator('.card-word.lit').first().waitFor();
    const fitted = (await look(page)).scale;
    await page.getByRole('button', { name: '1:1' }).click();
    await expect.poll(async () => (await look(page)).scale, SOON).toBeCloseTo(1, 2);
    await page.getByRole('button', { name: 'Fit' }).click();
    await expect.poll(async () => (await look(page)).scale, SOON).toBeCloseTo(fitted, 2);
    await page.locator('.stage-box').first().hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await look(page)).scale, SOON).toBeGreaterThan(fitted * 1.1);
    await page.getByRole('button', { name: 'Turn' }).click();
    await expect.poll(async () => (await look(page)).angle, SOON).toBe(90);
    await page.getByRole('button', { name: 'Brightness and contrast' }).click();
    await page.getByLabel('Contrast', { exact: true }).fill('1.6');
    const filter = () => styleOf(page, '.ver-img .stage canvas', 'filter');
    await expect.poll(filter, SOON).toContain('contrast(1.6)');

    // The next card begins as this one was looked at.
    await page.locator('.ver-title').click();
    await page.keyboard.press('PageDown');
    await inFocus(page, 'Haydn');
    await expect.poll(async () => (await look(page)).angle, SOON).toBe(90);
    await expect.poll(filter, SOON).toContain('contrast(1.6)');

    // The lens begins at the lit words, at twice their pixels, and gives the page back as it was.
    await page.keyboard.press('l');
    const lens = page.getByRole('dialog', { name: 'Image of 2.png' });
    await lens.waitFor();
    await expect.poll(async () => (await look(page, 'dialog.full-screen')).scale, SOON).toBeCloseTo(2, 1);
    await page.keyboard.press('Escape');
    await lens.waitFor({ state: 'detached' });
    await inFocus(page, 'Haydn');
    expect(faults).toEqual([]);
    await close();
  });
});
