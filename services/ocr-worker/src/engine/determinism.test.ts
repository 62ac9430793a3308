import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { greyPgm, inspect, type GreyImage } from '../imaging/index.ts';
import { createNpmModels } from './models.ts';
import type { Recogniser, RecogniseOptions, Recognition } from './recogniser.ts';
import { createTesseractRecogniser } from './tesseract-recogniser.ts';

interface Asked {
  readonly name: string;
  readonly image: GreyImage;
  readonly languages: readonly string[];
  readonly segmentation: RecogniseOptions['segmentation'];
}

const models = createNpmModels();
/** Words of no dictionary, again and again: what an engine would learn that learns. */
const INVENTED = ['Quorblax Znevi', 'Quorblax Trumvi', 'Znevi Quorblax 1907', 'Trumvi, Quorblax'];

/** Printed too small for the engine, if so asked: letters at the edge of what can be told apart are where one with a memory wavers. */
async function draw(lines: readonly string[], scale = 1): Promise<GreyImage> {
  const { data } = await drawCard({ lines, width: 900, height: 500 });
  const small = await sharp(data)
    .resize(Math.round(900 * scale))
    .png()
    .toBuffer();
  return greyPgm((await inspect(small)).upright);
}

const read = async (
  recogniser: Recogniser,
  { image, languages, segmentation }: Asked,
): Promise<Recognition> =>
  await recogniser.recognise(image, {
    languages,
    segmentation,
    signal: new AbortController().signal,
    deadlineMs: 60_000,
  });

describe('the same card', { timeout: 120_000 }, () => {
  let asked: Asked[];
  let fresh: Recognition[];
  let used: Recogniser;
  beforeAll(async () => {
    const invented = await draw(INVENTED);
    const worn = await draw([...INVENTED, 'Überlaß dich der Güte, o Herr'], 0.25);
    const english = await draw(['Composer: Johann Sebastian Bach', 'Mass in B minor, for choir'], 0.4);
    asked = [
      { name: 'invented', image: invented, languages: ['deu'], segmentation: 'auto' },
      { name: 'worn', image: worn, languages: ['deu'], segmentation: 'auto' },
      { name: 'english', image: english, languages: ['eng'], segmentation: 'auto' },
      { name: 'both languages', image: worn, languages: ['deu', 'eng'], segmentation: 'block' },
      { name: 'other mode', image: invented, languages: ['deu'], segmentation: 'sparse' },
    ];
    fresh = [];
    for (const one of asked) {
      const recogniser = createTesseractRecogniser({ models });
      fresh.push(await read(recogniser, one));
      await recogniser.close();
    }
    used = createTesseractRecogniser({ models });
  }, 120_000);
  afterAll(async () => {
    await used.close();
  });

  it('gives something to read, and something that cannot be read well', () => {
    expect(fresh.map((reading) => reading.words.length > 0)).toEqual(fresh.map(() => true));
    expect(fresh.some((reading) => (reading.confidence ?? 100) < 80)).toBe(true);
  });

  it('is read the same by a fresh recogniser and by a used one, whatever that has read before', async () => {
    const orders = [asked, asked.toReversed()];
    for (const order of orders) {
      for (const one of order) {
        const reading = await read(used, one);
        expect(reading, `${one.name}, after others`).toEqual(fresh[asked.indexOf(one)]);
      }
    }
  });
});
