import { type Orientation, ORIENTATIONS } from '@cardmill/contracts';
import { drawCard } from '@cardmill/testkit';
import { describe, expect, it } from 'vitest';

import { createFakeRecogniser, type FakeOutcome, type RecogniseOptions } from '../engine/index.ts';
import { decoded, draw, measured, paper, uprightOf } from '../imaging/drawing.suite.ts';
import type { MeasuredScan } from '../imaging/index.ts';
import { type CardReadOptions, recogniseCard } from './recognise-card.ts';

const blank = paper(800, 480);
draw(blank, { left: 0, top: 0, width: 1, height: 1 }, 200);
const sure = await measured(uprightOf(blank));
const unsure = { ...sure, sure: false };

const reads = (text: string, confidence: number, delayMs = 0): FakeOutcome => ({
  kind: 'read',
  lines: [text],
  confidence,
  delayMs,
});
const FIRST = 'Johann Becker';
const OTHER = 'Johann Bäcker';

/** Reads a scan by a script that has an outcome for each look; one look too many fails. */
async function read(
  scan: MeasuredScan,
  outcomes: readonly FakeOutcome[],
  options: CardReadOptions['options'] = {},
) {
  const asked: RecogniseOptions[] = [];
  const recogniser = createFakeRecogniser((_image, look, call) => {
    asked.push(look);
    return outcomes[call] ?? { kind: 'fail', error: new Error('looked at once too often') };
  });
  const signal = new AbortController().signal;
  try {
    const reading = await recogniseCard(recogniser, scan, {
      options,
      languages: ['deu'],
      signal,
      deadlineMs: 60_000,
    });
    return { reading, asked, looks: recogniser.calls() };
  } finally {
    await recogniser.close();
  }
}

describe('a card', { timeout: 30_000 }, () => {
  it('that is read surely is looked at once', async () => {
    const { reading, looks } = await read(sure, [reads(FIRST, 90)]);
    expect(reading).toMatchObject({ text: FIRST, confidence: 90, orientation: 0, how: { looks: 1 } });
    expect(looks).toBe(1);
  });

  it('that is doubtful is looked at again, its layout taken otherwise, and the better look is kept', async () => {
    const { reading, asked } = await read(sure, [reads(FIRST, 62), reads(OTHER, 80)]);
    expect(reading).toMatchObject({ text: OTHER, how: { looks: 2, segmentation: 'column' } });
    expect(asked.map((look) => look.segmentation)).toEqual(['auto', 'column']);
  });

  it('keeps its first reading when the second is worse, or reads nothing', async () => {
    for (const second of [reads(OTHER, 58), reads('x', 90), reads('', 90)]) {
      const { reading } = await read(sure, [reads(FIRST, 66), second]);
      expect(reading).toMatchObject({ text: FIRST, how: { looks: 2, segmentation: 'auto' } });
    }
  });

  it('is looked at once when the batch wants it so', async () => {
    expect((await read(sure, [reads(FIRST, 62)], { secondLook: false })).looks).toBe(1);
  });

  it('is looked at once in a layout that the batch has fixed: there is no other to try', async () => {
    const { looks, asked } = await read(sure, [reads(FIRST, 62)], { segmentation: 'column' });
    expect([looks, asked[0]?.segmentation]).toEqual([1, 'column']);
  });

  it('that shows nothing is not looked at again, one with letters on it is', async () => {
    expect((await read(sure, [reads('', 90)])).looks).toBe(1);
    const { data } = await drawCard({ lines: ['Grundzüge der Wärmelehre'] });
    const lettered = await measured(await decoded(data));
    expect((await read(lettered, [reads('', 90), reads(FIRST, 90)])).reading.text).toBe(FIRST);
  });

  it('in handwriting costs one question, however doubtful the answer', async () => {
    const { reading, looks, asked } = await read(unsure, [reads('Liebe Anna', 20)], { handwriting: true });
    expect(reading.text).toBe('Liebe Anna');
    expect([looks, asked[0]?.handwriting]).toEqual([1, true]);
  });

  it('has one time for all looks', async () => {
    const { asked } = await read(sure, [reads(FIRST, 62, 100), reads(OTHER, 80)]);
    expect(asked[0]?.deadlineMs).toBeLessThanOrEqual(60_000);
    expect(asked[1]?.deadlineMs).toBeLessThanOrEqual(60_000 - 90);
  });
});

describe('a scan that may stand on its head', { timeout: 30_000 }, () => {
  it.each(ORIENTATIONS)('is read both ways, and turned as it was read better: %d', async (orientation) => {
    const { reading } = await read({ ...unsure, orientation }, [reads('uueqof', 60), reads(FIRST, 90)]);
    const turned = ((orientation + 180) % 360) as Orientation;
    expect(reading).toMatchObject({ text: FIRST, orientation: turned, how: { orientation: turned } });
    // The pixels go with it, else boxes would lie on another image than people see.
    expect([reading.upright.pixels[0], reading.upright.pixels.at(-1)]).toEqual([250, 200]);
  });

  it('stays as it is when it is read better so', async () => {
    const { reading } = await read(unsure, [reads(FIRST, 64), reads('x', 60), reads(OTHER, 50)]);
    expect(reading).toMatchObject({ text: FIRST, orientation: 0 });
    expect(reading.upright.pixels[0]).toBe(200);
  });

  it('is read one way when that leaves no doubt, when its shape did, or when the batch turns nothing', async () => {
    expect((await read(unsure, [reads(FIRST, 90)])).looks).toBe(1);
    const once = { secondLook: false };
    expect((await read(sure, [reads(FIRST, 60)], once)).looks).toBe(1);
    expect((await read(unsure, [reads(FIRST, 60)], { ...once, imaging: { orient: false } })).looks).toBe(1);
  });
});
