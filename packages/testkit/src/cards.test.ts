import sharp from 'sharp';
import { expect, test } from 'vitest';

import { drawCard } from './draw-card.ts';
import { drawCatalogueCard } from './draw-catalogue-card.ts';
import { blankCard, bulkyFile, corruptCard, multiPageTiff, truncatedCard } from './odd-cards.ts';
import { waitFor } from './wait-for.ts';

const decode = (data: Buffer) => sharp(data, { failOn: 'warning' }).raw().toBuffer();

test('a card says what stands on it, and is drawn the same every time', async () => {
  const drawing = {
    title: 'BEETHOVEN',
    lines: ['Komponist: Köchel & <Söhne>', { text: 'fett', bold: true }],
  };
  const first = await drawCard(drawing);
  expect(first.text).toBe('BEETHOVEN\nKomponist: Köchel & <Söhne>\nfett');
  expect((await drawCard(drawing)).data.equals(first.data)).toBe(true);
  expect(await sharp(first.data).metadata()).toMatchObject({
    width: 1476,
    height: 886,
    format: 'png',
    density: 300,
  });
  // There is ink on the paper: a missing font draws nothing.
  expect((await sharp(first.data).greyscale().stats()).channels[0]?.min).toBeLessThan(80);
});

test('a crooked card is larger than a straight one', async () => {
  const { data } = await drawCard({ lines: ['schief'], angle: 5, width: 800, height: 500 });
  const { width, height } = await sharp(data).metadata();
  expect(width).toBeGreaterThan(800);
  expect(height).toBeGreaterThan(500);
});

test.each(['jpeg', 'png', 'tiff'] as const)(
  'a truncated %s keeps its header and does not decode',
  async (format) => {
    await expect(decode(await truncatedCard(format))).rejects.toThrow(/./);
  },
);

test('a corrupt card looks like a PNG and does not decode', async () => {
  const data = await corruptCard();
  expect(data.subarray(1, 4).toString()).toBe('PNG');
  await expect(decode(data)).rejects.toThrow(/./);
});

test('a blank card decodes and bears no ink', async () => {
  const { channels } = await sharp(await blankCard())
    .greyscale()
    .stats();
  expect(channels[0]?.stdev).toBeLessThan(2);
});

test('a TIFF has a page for every drawing', async () => {
  const data = await multiPageTiff([{ lines: ['eins'] }, { lines: ['zwei'] }, { lines: ['drei'] }]);
  expect(await sharp(data).metadata()).toMatchObject({ format: 'tiff', pages: 3, width: 1476, height: 886 });
  const second = await sharp(data, { page: 1 }).metadata();
  expect(second).toMatchObject({ width: 1476, height: 886 });
});

test('bulky files have their size, and differ by seed', () => {
  expect(bulkyFile(1_000)).toHaveLength(1_000);
  expect(bulkyFile(1_000, 1).equals(bulkyFile(1_000, 2))).toBe(false);
});

test('waiting ends with the value, or says what it waited for and what it last saw', async () => {
  let calls = 0;
  await expect(waitFor(() => (calls += 1) > 2 && 'there', { everyMs: 1 })).resolves.toBe('there');
  const never = waitFor(() => Promise.reject(new Error('ECONNREFUSED')), {
    what: 'the API',
    timeoutMs: 10,
    everyMs: 1,
  });
  await expect(never).rejects.toThrow(/the API did not come true within 10 ms .*ECONNREFUSED/);
});

test('a catalogue card has ink, a stamp and the bed of the scanner around, and is drawn the same every time', async () => {
  const card = {
    corner: 'Spez. 12.345',
    stamp: 'MUSIKARCHIV',
    entries: [
      { label: 'Komponist', value: 'Schütz, Heinrich' },
      { label: 'Bearbeiter', value: '' },
    ],
    width: 600,
    height: 426,
  };
  const first = await drawCatalogueCard(card);
  expect((await drawCatalogueCard(card)).equals(first)).toBe(true);
  const { width, format } = await sharp(first).metadata();
  expect(format).toBe('jpeg');
  expect(width).toBeGreaterThan(600);
  const { channels } = await sharp(first).greyscale().stats();
  expect(channels[0]?.min).toBeLessThan(90);
  expect(channels[0]?.max).toBeGreaterThan(220);
});
