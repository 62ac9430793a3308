import { listOf, Template } from '@cardmill/contracts';
import { drawCard } from '@cardmill/testkit';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { useStage } from '../support/stage.ts';

const stage = useStage();

const POLL = { timeout: 60_000 };

async function draft(title: string, labels: readonly string[], cards = 3): Promise<string> {
  const { name } = await stage.client.createBatch({
    title,
    fields: labels.map((label) => ({ label })),
    languages: ['deu'],
  });
  const files = [];
  for (let n = 1; n <= cards; n += 1) {
    const { data } = await drawCard({ lines: ['Komponist: Bach', `Signatur: Spez.12.${344 + n}`] });
    files.push({ name: `${n}.png`, bytes: data });
  }
  await stage.client.upload({ batch: name }, files);
  return name;
}
const fieldsOf = async (batch: string) => (await stage.client.batch(batch)).fields;
const labelsOf = async (batch: string) => (await fieldsOf(batch)).map(({ label }) => label);

/** Drags on the card from one share of it to another. */
async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]) {
  const sheet = page.locator('.zone-sheet');
  await sheet.waitFor();
  const box = await sheet.boundingBox();
  if (box === null) throw new Error('the card is not on the page');
  const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, to[1]]), { steps: 4 });
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

describe('whoever sets up a batch', () => {
  it('draws zones by mouse and by keyboard, and tries them on the cards', async () => {
    const batch = await draft('Zonen', ['Komponist', 'Signatur']);
    const { page, faults, outside, close } = await stage.open(`/batches/${batch}/configure`);
    const zoneOf = async (place: number) => (await fieldsOf(batch))[place]?.zone;

    // By mouse, around the second line; then turned and widened by keyboard, where the focus now is.
    await page.getByRole('button', { name: 'Edit Signatur' }).click();
    await page.getByRole('button', { name: 'Draw on the card' }).click();
    await drag(page, [0.03, 0.16], [0.75, 0.27]);
    await expect
      .poll(() => zoneOf(1), POLL)
      .toMatchObject({
        x: expect.closeTo(0.03, 1),
        y: expect.closeTo(0.16, 1),
        width: expect.closeTo(0.72, 1),
        height: expect.closeTo(0.11, 1),
      });
    const drawn = await zoneOf(1);
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    await page.keyboard.press('[');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await zoneOf(1))?.angle, POLL).toBe(1);
    await expect.poll(async () => ((await zoneOf(1))?.width ?? 0) > (drawn?.width ?? 1), POLL).toBe(true);

    // By keyboard alone: asked for, put in the middle, moved, and removed again.
    await page.getByRole('button', { name: 'Edit Komponist' }).press('Enter');
    await page.getByRole('button', { name: 'Draw on the card' }).press('Enter');
    await page.locator('.zone-sheet:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.zone.on:focus').waitFor();
    await expect.poll(() => zoneOf(0), POLL).toMatchObject({ x: 0.3, y: 0.45, width: 0.4, height: 0.1 });
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await zoneOf(0))?.x, POLL).toBeCloseTo(0.296, 3);
    await page.keyboard.press('Delete');
    await expect.poll(() => zoneOf(0), POLL).toBeNull();

    // The trial reads the cards with these zones, and lights what it found.
    const answered = page.waitForResponse(
      async (response) => response.url().includes('/try?') && (await response.json()).waiting === 0,
    );
    await page.getByRole('button', { name: 'Try on these cards' }).click();
    const reply = await (await answered).json();
    expect(reply.cards).toHaveLength(3);
    expect(reply.cards[0].fields).toMatchObject({
      komponist: { value: 'Bach', source: 'label' },
      signatur: { value: 'Spez.12.345', source: 'zone' },
    });
    await page.getByRole('button', { name: /^Signatur Spez\.12\.345/ }).click();
    await page.locator('.card-word.lit').first().waitFor();

    // A change of the fields follows by itself: nothing is read again.
    await page.getByLabel('Pattern', { exact: true }).fill('\\d+$');
    await page.getByRole('button', { name: /^Signatur 345/ }).waitFor();
    await page.getByRole('button', { name: 'Next card' }).click();
    await page.getByRole('button', { name: /^Signatur 346/ }).waitFor();

    // A pattern that is none is said at its field, and keeps the batch from starting.
    await page.getByLabel('Pattern', { exact: true }).fill('(');
    await page.getByText('This is not a valid expression', { exact: false }).waitFor();
    await page.getByLabel('Pattern', { exact: true }).fill('');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(faults).toEqual([]);
    expect(outside).toEqual([]);
    await close();
  });

  it('goes back and forth and reloads without losing anything, and puts fields in order by keyboard', async () => {
    const batch = await draft('Hin und her', ['A', 'B', 'C'], 1);
    const { page, faults, close } = await stage.open(`/batches/${batch}/configure`);
    await page.getByRole('button', { name: 'Move A' }).focus();
    for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key);
    await page.getByText('A dropped, number 3 of 3').waitFor();
    await expect.poll(() => labelsOf(batch), POLL).toEqual(['B', 'C', 'A']);
    for (const key of ['Space', 'ArrowUp', 'Escape']) await page.keyboard.press(key);
    await page.getByText('A put back, number 3 of 3').waitFor();

    // By mouse: the grip of the last to the top.
    const grip = await page.getByRole('button', { name: 'Move A' }).boundingBox();
    const first = await page.getByRole('button', { name: 'Move B' }).boundingBox();
    if (grip === null || first === null) throw new Error('the grips are not on the page');
    await page.mouse.move(grip.x + 8, grip.y + 12);
    await page.mouse.down();
    await page.mouse.move(grip.x + 8, first.y + 4, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => labelsOf(batch), POLL).toEqual(['A', 'B', 'C']);

    // Left at once after typing; come back, everything is there, and a reload changes nothing.
    await page.getByRole('button', { name: 'Edit B' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Bemerkungen');
    await page.getByLabel('Title of the batch').fill('Hin und wieder her');
    await page.getByRole('link', { name: 'Upload' }).first().click();
    await page.waitForURL(/\/upload$/);
    await page.getByRole('link', { name: 'Configure' }).first().click();
    await page.getByRole('button', { name: 'Edit Bemerkungen' }).waitFor();
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Neu');
    await page.reload();
    await page.getByRole('button', { name: 'Edit Neu' }).waitFor();
    expect(await page.getByLabel('Title of the batch').inputValue()).toBe('Hin und wieder her');
    await expect.poll(() => labelsOf(batch), POLL).toEqual(['A', 'Bemerkungen', 'C', 'Neu']);

    // Started, it is shown as it was read, and nothing of it can be changed.
    await page.getByRole('button', { name: 'Start reading' }).click();
    await page.waitForURL(/\/process$/);
    await stage.client.ended(batch);
    await page.goto(`${stage.url}/batches/${batch}/configure`);
    await page.getByText('This batch was read with these fields.', { exact: false }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Add field' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  it('keeps templates in German: saves, changes, updates and deletes one', async () => {
    const batch = await draft('Vorlagen', ['Komponist'], 1);
    const { page, faults, close } = await stage.open(`/batches/${batch}/configure`, {
      locale: 'de-DE',
    });
    const templates = async () =>
      listOf(Template).parse(await (await stage.client.request('/api/v1/templates')).json()).items;
    const own = async () => (await templates()).filter(({ builtIn }) => !builtIn);

    await page.getByRole('button', { name: 'Als Vorlage sichern' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Noten');
    await page.getByRole('dialog').getByRole('button', { name: 'Sichern' }).click();
    await page.getByText('„Noten“ gesichert').waitFor();
    await page.getByRole('button', { name: 'Feld hinzufügen' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Verlag');
    await page.getByText('seit „Noten“').waitFor();
    await page.getByRole('button', { name: 'Vorlage aktualisieren' }).click();
    await page.getByText('„Noten“ aktualisiert').waitFor();
    expect((await own()).map(({ name, fields }) => [name, fields.map(({ label }) => label)])).toEqual([
      ['Noten', ['Komponist', 'Verlag']],
    ]);

    // One that came with the program takes the place of the fields only when that is meant, and cannot be changed.
    await page.getByLabel('Vorlage', { exact: true }).selectOption('music-catalogue');
    await page.getByText('Mitgeliefert: nicht änderbar', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Mehr zu „Musikkatalog“' }).click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Duplizieren']);
    await page.keyboard.press('Escape');
    await page.getByLabel('Vorlage', { exact: true }).selectOption({ label: 'Noten · 2 Felder' });
    await page.getByRole('button', { name: 'Mehr zu „Noten“' }).click();
    await page.getByRole('menuitem', { name: 'Vorlage löschen' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Vorlage löschen' }).click();
    await page.getByText('„Noten“ gelöscht').waitFor();
    expect(await own()).toEqual([]);
    await expect.poll(() => labelsOf(batch), POLL).toEqual(['Komponist', 'Verlag']);
    expect((await stage.client.batch(batch)).templateId).toBeNull();
    expect(faults).toEqual([]);
    await close();
  });
});
