import { drawCard } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { createShippedModels, createTesseractRecogniser } from '../engine/index.ts';
import { decoded, measured } from '../imaging/drawing.suite.ts';
import { closeUp, prepare } from '../imaging/index.ts';

const NUMBER = '51322-7384';

it('a line that is cut out of its card and enlarged is read as it is written, where it is', async () => {
  const recogniser = createTesseractRecogniser({ models: createShippedModels() });
  try {
    const { data } = await drawCard({ lines: ['Weber & Co., Zürich', NUMBER, 'Maschinen und Apparate'] });
    const { image } = await prepare(await measured(await decoded(data)), {});
    const signal = new AbortController().signal;
    const asked = { languages: ['deu'], signal, deadlineMs: 60_000 };
    const whole = await recogniser.recognise(image, { ...asked, segmentation: 'auto' });
    const word = whole.words.find(({ line }) => line === 1);
    if (word === undefined) throw new Error('no second line');
    const { x, y, width, height } = word;
    const part = { left: x - 20, top: y - 10, right: x + width + 20, bottom: y + height + 10 };
    const strip = await closeUp(image, part);
    const { words } = await recogniser.recognise(strip.image, { ...asked, segmentation: 'line' });
    expect(words.map(({ text }) => text).join('')).toBe(NUMBER);
    const [first] = words;
    if (first === undefined) throw new Error('no words');
    const place = strip.toWhole(first);
    expect(Math.abs(place.x - x)).toBeLessThan(4);
    expect(Math.abs(place.y - y)).toBeLessThan(4);
  } finally {
    await recogniser.close();
  }
}, 60_000);
