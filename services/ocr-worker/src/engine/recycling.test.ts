import type { ProblemError } from '@cardmill/server-kit';
import { describe, expect, it } from 'vitest';

import { encodePgm, type GreyImage } from '../imaging/index.ts';
import { fakeThreads } from './engine-thread.suite.ts';
import type { ModelSource } from './models.ts';
import type { RecogniseOptions } from './recogniser.ts';
import { createTesseractRecogniser, type TesseractOptions } from './tesseract-recogniser.ts';
import { EngineFault } from './tesseract-thread.ts';

const card: GreyImage = { pgm: encodePgm(new Uint8Array(4), 2, 2), width: 2, height: 2, dpi: 300 };
const models: ModelSource = {
  list: async () => await Promise.resolve([]),
  load: async (code) =>
    await Promise.resolve({ code, source: 'test', sha256: '0'.repeat(64), data: new Uint8Array() }),
};
const asked = (deadlineMs = 30_000): RecogniseOptions => ({
  languages: ['deu'],
  segmentation: 'auto',
  signal: new AbortController().signal,
  deadlineMs,
});

function make(threads: ReturnType<typeof fakeThreads>, more: Partial<TesseractOptions> = {}) {
  return createTesseractRecogniser({ models, startThread: threads.start, memoryBytes: () => 0, ...more });
}

describe('a fresh engine', () => {
  it('comes after so many cards, and the old one is ended first: 50 recycles leave no thread', async () => {
    const threads = fakeThreads();
    const recogniser = make(threads, { recycleAfterCards: 3 });
    for (let i = 0; i < 150; i++) await recogniser.recognise(card, asked());
    expect([threads.started(), threads.running(), threads.most()]).toEqual([50, 0, 1]);
    await recogniser.recognise(card, asked());
    expect(threads.running()).toBe(1);
    await recogniser.close();
    expect([threads.started(), threads.running()]).toEqual([51, 0]);
  });

  it('comes when the process holds too much memory, and not while it does not', async () => {
    const threads = fakeThreads();
    let held = 100;
    const recogniser = make(threads, { recycleAboveBytes: 1_000, memoryBytes: () => held });
    for (let i = 0; i < 40; i++) await recogniser.recognise(card, asked());
    expect([threads.started(), threads.running()]).toEqual([1, 1]);
    held = 1_001;
    await recogniser.recognise(card, asked());
    expect([threads.started(), threads.running()]).toEqual([1, 0]);
    // Memory that a fresh engine does not give back is somebody else's: no engine for every card.
    for (let i = 0; i < 19; i++) await recogniser.recognise(card, asked());
    expect([threads.started(), threads.running()]).toEqual([2, 1]);
    await recogniser.close();
  });

  it('reads a card over which a used one died, and a card is only blamed by a fresh one', async () => {
    // Every thread dies over its second image, as one does that is out of memory.
    const worn = fakeThreads((image) => (image === 1 ? 'dies' : 'Bach'));
    const recogniser = make(worn);
    for (let i = 0; i < 4; i++) expect((await recogniser.recognise(card, asked())).text).toBe('Bach');
    expect([worn.started(), worn.most()]).toEqual([4, 1]);
    await recogniser.close();

    const poisoned = fakeThreads(() => 'dies');
    const other = make(poisoned);
    await expect(other.recognise(card, asked())).rejects.toMatchObject({ code: 'ocr_failed' });
    expect([poisoned.started(), poisoned.running()]).toEqual([1, 0]);
    await other.close();
  });

  it.each([
    ['hangs', 'ocr_timeout'],
    [new EngineFault('no'), 'ocr_failed'],
  ])('comes after one that fails over a card: %s', async (answer, code) => {
    const answers = [answer, 'Bach'];
    const threads = fakeThreads(() => answers.shift() ?? 'Bach');
    const recogniser = make(threads);
    await expect(recogniser.recognise(card, asked(200))).rejects.toMatchObject({ code });
    expect(threads.running()).toBe(0);
    expect((await recogniser.recognise(card, asked())).text).toBe('Bach');
    expect([threads.started(), threads.most()]).toEqual([2, 1]);
    await recogniser.close();
  });
});

describe('an engine that cannot start', () => {
  it('is the house’s trouble, whatever keeps it from starting', async () => {
    let startable = false;
    const threads = fakeThreads(undefined, () => startable);
    const recogniser = make(threads);
    const unavailable = { code: 'engine_unavailable' } satisfies Partial<ProblemError>;
    await expect(recogniser.recognise(card, asked())).rejects.toMatchObject(unavailable);
    startable = true;
    expect((await recogniser.recognise(card, asked())).text).toBe('Bach');
    await recogniser.close();
  });

  it('takes half of the card’s deadline at most', async () => {
    const threads = fakeThreads();
    const slow: ModelSource = { ...models, load: () => new Promise(() => undefined) };
    const recogniser = make(threads, { models: slow });
    const started = performance.now();
    await expect(recogniser.recognise(card, asked(200))).rejects.toMatchObject({
      code: 'engine_unavailable',
    });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(threads.running()).toBe(0);
    await recogniser.close();
  });
});
