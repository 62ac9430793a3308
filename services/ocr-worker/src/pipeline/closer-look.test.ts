import type { ReadingOptions } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { createFakeRecogniser, type FakeOutcome, type RecogniseOptions } from '../engine/index.ts';
import { measured, paper, uprightOf } from '../imaging/drawing.suite.ts';
import { recogniseCard } from './recognise-card.ts';

const scan = await measured(uprightOf(paper(800, 400)));
const reads = (confidence: number, ...lines: string[]): FakeOutcome => ({ kind: 'read', lines, confidence });

/** A card's first reading, a second one that is no better, then one of each strip. */
async function read(first: FakeOutcome, strips: readonly FakeOutcome[], options: ReadingOptions = {}) {
  const asked: RecogniseOptions[] = [];
  const sizes: number[] = [];
  const recogniser = createFakeRecogniser((image, look) => {
    asked.push(look);
    sizes.push(image.width);
    if (asked.length <= 2 && look.segmentation !== 'line') return asked.length === 1 ? first : reads(30, 'x');
    const strip = strips[asked.filter(({ segmentation }) => segmentation === 'line').length - 1];
    return strip ?? { kind: 'fail', error: new Error('looked at once too often') };
  });
  const signal = new AbortController().signal;
  const asking = { options, languages: ['deu'], signal, deadlineMs: 60_000 };
  const reading = await recogniseCard(recogniser, scan, asking);
  await recogniser.close();
  return { reading, asked, sizes };
}

describe('doubtful figures', () => {
  it('are read again by themselves, and the better reading stands where it is on the card', async () => {
    const { reading, asked } = await read(reads(50, 'Weber', 'B5132268'), [reads(92, 'B513226B')]);
    expect(reading.text.split(/\n+/)).toEqual(['Weber', 'B513226B']);
    expect(reading.how).toMatchObject({ strips: 1 });
    expect(asked.at(-1)?.segmentation).toBe('line');
    // About the second of the two rows, and not at the place it has in the strip.
    const number = reading.words[1];
    expect(number?.confidence).toBe(92);
    const middle = (number?.y ?? 0) + (number?.height ?? 0) / 2;
    expect(middle).toSatisfy((y: number) => y > 100 && y < 300);
  });

  it('keep their first reading where the second is no surer, or is of something else', async () => {
    for (const second of [reads(54, 'B513226B'), reads(95, 'B5'), reads(95, 'B513226B und noch mehr')])
      expect((await read(reads(50, 'B5132268'), [second])).reading.text).toBe('B5132268');
  });

  it('are read once when the batch wants no second look', async () => {
    const { asked } = await read(reads(50, 'B5132268'), [], { secondLook: false });
    expect(asked).toHaveLength(1);
  });

  it('are not asked for of an endpoint that reads handwriting', async () => {
    expect((await read(reads(50, 'B5132268'), [], { handwriting: true })).asked).toHaveLength(1);
  });
});
