import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';

import { drawCard } from '@cardmill/testkit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { encodePgm, greyPgm, inspect, type GreyImage } from '../imaging/index.ts';
import { createFolderModels, createNpmModels } from './models.ts';
import { recogniserBehaves } from './recogniser.suite.ts';
import type { Recogniser, RecogniseOptions, Recognition } from './recogniser.ts';
import { createTesseractRecogniser } from './tesseract-recogniser.ts';

/** A card with these lines, as the recogniser gets it. */
async function draw(lines: readonly string[], height?: number): Promise<GreyImage> {
  const { data } = await drawCard({ lines, width: 1900, ...(height === undefined ? {} : { height }) });
  const { upright } = await inspect(data);
  return greyPgm(upright);
}

const models = createNpmModels();
const broken: GreyImage = { pgm: Buffer.from('P5\n100 100\n255\nshort'), width: 100, height: 100, dpi: 300 };
const empty: GreyImage = {
  pgm: encodePgm(new Uint8Array(600 * 400).fill(240), 600, 400),
  width: 600,
  height: 400,
  dpi: 300,
};
const page = Array.from(
  { length: 30 },
  (_, i) => `Die Größe der ${i}. Karte im Kasten ist nicht zu übersehen gewesen`,
);

/** How many threads are started while this runs; never two at once: the old engine is ended before the next begins. */
async function threadsOf(work: () => Promise<void>): Promise<number> {
  let started = 0;
  let running = 0;
  let most = 0;
  const count = (thread: Worker) => {
    started += 1;
    running += 1;
    most = Math.max(most, running);
    thread.once('exit', () => (running -= 1));
  };
  process.on('worker', count);
  try {
    await work();
    expect(most).toBe(1);
    return started;
  } finally {
    process.off('worker', count);
  }
}

recogniserBehaves('tesseract.js', async () => ({
  make: () => createTesseractRecogniser({ models }),
  card: await draw(['Komponist: Bach, Johann Sebastian', 'Titel: Überlaß dich der Güte']),
  text: 'Bach',
  broken,
  slow: await draw(page, 3200),
}));

describe('the tesseract.js recogniser', { timeout: 60_000 }, () => {
  const open: Recogniser[] = [];
  let card: GreyImage;
  const options: RecogniseOptions = {
    languages: ['deu'],
    segmentation: 'column',
    deadlineMs: 60_000,
    signal: new AbortController().signal,
  };
  const make = (extra: Partial<Parameters<typeof createTesseractRecogniser>[0]> = {}) => {
    const recogniser = createTesseractRecogniser({ models, ...extra });
    open.push(recogniser);
    return recogniser;
  };
  beforeAll(async () => {
    card = await draw(['Spez.12.345', 'Überlaß dich der Güte']);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (recogniser) => await recogniser.close()));
  });

  it('keeps umlauts and old spelling, and groups words by printed line', async () => {
    const { text, words } = await make().recognise(card, options);
    expect(text).toBe(
      'Spez.12.345\n\nÜberlaß dich der Güte'.replace('\n\n', text.includes('\n\n') ? '\n\n' : '\n'),
    );
    expect(words.filter((word) => word.line === 1).map((word) => word.text)).toEqual([
      'Überlaß',
      'dich',
      'der',
      'Güte',
    ]);
  });

  it('finds nothing on an empty card, and makes no words up', async () => {
    expect(await make().recognise(empty, options)).toMatchObject({ text: '', words: [], confidence: null });
  });

  it('reads a card the same after others and after a fresh start', async () => {
    const recogniser = make({ recycleAfterCards: 2 });
    const readings: Recognition[] = [];
    const threads = await threadsOf(async () => {
      for (let i = 0; i < 5; i++) readings.push(await recogniser.recognise(card, options));
    });
    for (const reading of readings) expect(reading).toEqual(readings[0]);
    expect(threads).toBe(3);
  });

  it('takes a fresh engine when the process holds too much memory, but not for every card', async () => {
    const recogniser = make({ recycleAboveBytes: 1 });
    const threads = await threadsOf(async () => {
      for (let i = 0; i < 21; i++) await recogniser.recognise(empty, options);
    });
    expect(threads).toBe(2);
  });

  it('starts no engine that would be left over when the models are damaged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'models-'));
    try {
      const good = await models.load('deu');
      await writeFile(join(folder, 'deu.traineddata'), good.data.subarray(0, 100_000));
      await writeFile(join(folder, 'eng.traineddata'), 'not a model');
      await writeFile(join(folder, 'osd.traineddata'), 'not a language');
      const damaged = createFolderModels(folder);
      expect((await damaged.list()).map((model) => model.code)).toEqual(['deu', 'eng']);
      const recogniser = make({ models: damaged });
      for (const code of ['deu', 'eng', 'osd']) {
        const reading = recogniser.recognise(card, { ...options, languages: [code] });
        await expect(reading).rejects.toMatchObject({ code: 'model_missing' });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes an engine that refuses a model for a fault of the house, not of the card, and survives it', async () => {
    const good = await models.load('deu');
    // Well-formed directory, garbage behind it: only the engine can tell, and it answers twice.
    const garbage = Buffer.from(good.data);
    garbage.fill(0, 4 + 64 * 8);
    const recogniser = make({
      models: {
        list: async () => await models.list(),
        load: async (code) => (code === 'eng' ? { ...good, data: garbage } : good),
      },
    });
    const reading = recogniser.recognise(card, { ...options, languages: ['eng'] });
    await expect(reading).rejects.toMatchObject({ code: 'engine_unavailable' });
    expect((await recogniser.recognise(card, options)).text).toContain('Spez');
  });
});
