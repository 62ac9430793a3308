import { describe, expect, it } from 'vitest';

import type { RecognisedWord } from '../recogniser.ts';
import { alignWords } from './align.ts';
import { mergeReadings } from './merge.ts';
import { transcriptOf } from './transcript.ts';

const size = { width: 1_000, height: 400 };
/** Tesseract's words, one row of 40 pixels and 100 a word for each line; `~` is a gap of a word's width. */
const seenAs = (...lines: readonly string[]): RecognisedWord[] => {
  let printed = -1;
  return lines.flatMap((text, row) => {
    const words = text.split(' ').flatMap((word, i) => (word === '~' || word === '' ? [] : [{ word, i }]));
    if (words.length > 0) printed += 1;
    return words.map(({ word, i }) => ({
      text: word,
      confidence: 90,
      x: 100 * i,
      y: 50 * row,
      width: 90,
      height: 40,
      line: printed,
      block: 0,
    }));
  });
};
const merged = (said: string, seen: readonly RecognisedWord[]) => {
  const transcript = transcriptOf(said);
  if (transcript === null) throw new Error('too long');
  return mergeReadings(transcript, seen, size);
};
const boxes = (said: string, seen: readonly RecognisedWord[]) =>
  merged(said, seen).words.map(({ text, x, y, width, height }) => [text, x, y, width, height]);

describe('words that both saw', () => {
  it('have tesseract’s boxes, and its confidence when they read the same', () => {
    const { words, confidence } = merged(
      'Herrn Kapellmeister\nWien 1841',
      seenAs('Herrn Kapelmeifter', 'Wien 1841'),
    );
    expect(words.map(({ text, confidence, x, y }) => [text, confidence, x, y])).toEqual([
      ['Herrn', 90, 0, 0],
      ['Kapellmeister', 50, 100, 0],
      ['Wien', 90, 0, 50],
      ['1841', 90, 100, 50],
    ]);
    expect(confidence).toBe(80);
  });

  it('are trusted more than those that differ, also where tesseract doubted', () => {
    const seen = seenAs('Wien Dresden').map((word) => ({ ...word, confidence: 20 }));
    expect(merged('Wien Dreßden', seen).words.map((word) => word.confidence)).toEqual([75, 50]);
  });

  it('have the lines of the text, also where tesseract broke them otherwise', () => {
    const { words, text } = merged('Wien\n\nden ersten\nMai', seenAs('Wien den', 'ersten Mai'));
    expect(text).toBe('Wien\n\nden ersten\nMai');
    expect(words.map(({ line, block, x, y }) => [line, block, x, y])).toEqual([
      [0, 0, 0, 0],
      [1, 1, 100, 0],
      [1, 1, 0, 50],
      [2, 1, 100, 50],
    ]);
  });

  it('are found in another order when they are unmistakable', () => {
    expect(boxes('Signatur 12\nBeethoven', seenAs('Beethoven ~ Symphonie', 'Signatur 12'))).toEqual([
      ['Signatur', 0, 50, 90, 40],
      ['12', 100, 50, 90, 40],
      ['Beethoven', 0, 0, 90, 40],
    ]);
  });
});

describe('words that tesseract did not see', () => {
  it('have the place of what it read instead, where that is as many words', () => {
    expect(boxes('Wien den 3. Mai', seenAs('Wien ~ qx |_ Mai')).slice(1, 3)).toEqual([
      ['den', 200, 0, 90, 40],
      ['3.', 300, 0, 90, 40],
    ]);
  });

  it('else have what is free between their neighbours, in the height of the line', () => {
    expect(boxes('Wien den 3. Mai', seenAs('Wien ~ ~ qx Mai')).slice(1, 3)).toEqual([
      ['den', 90, 0, 310, 40],
      ['3.', 90, 0, 310, 40],
    ]);
    expect(boxes('am Morgen Wien am Abend', seenAs('~ ~ Wien'))).toEqual([
      ['am', 0, 0, 200, 40],
      ['Morgen', 0, 0, 200, 40],
      ['Wien', 200, 0, 90, 40],
      ['am', 290, 0, 710, 40],
      ['Abend', 290, 0, 710, 40],
    ]);
  });

  it('have the line that tesseract saw at their place, when there are as many lines', () => {
    expect(
      boxes('Wien\nmein lieber Freund\nDresden', seenAs('Wien', '~ xxvv mm', 'Dresden')).slice(1, 4),
    ).toEqual([
      ['mein', 100, 50, 190, 40],
      ['lieber', 100, 50, 190, 40],
      ['Freund', 100, 50, 190, 40],
    ]);
    expect(boxes('mein Freund', seenAs('', '~ xxvv mm'))).toEqual([
      ['mein', 100, 50, 90, 40],
      ['Freund', 200, 50, 90, 40],
    ]);
  });

  it('else share the height that is left with the other lines', () => {
    expect(boxes('Wien\nmein\nlieber\nDresden', seenAs('Wien', '', '', 'Dresden')).slice(1, 3)).toEqual([
      ['mein', 0, 40, 1_000, 55],
      ['lieber', 0, 95, 1_000, 55],
    ]);
    expect(boxes('mein\nlieber', [])).toEqual([
      ['mein', 0, 0, 1_000, 200],
      ['lieber', 0, 200, 1_000, 200],
    ]);
  });

  it('have a box inside the card, whatever the two say', () => {
    // A number drawn from a seed, so that a failure can be repeated.
    let seed = 7;
    const draw = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const vocabulary = ['Wien', 'Mai', 'den', '3.', 'Dresden', 'Freund', 'lieber', 'x'];
    for (let round = 0; round < 100; round += 1) {
      const line = (): string => Array.from({ length: draw(6) }, () => vocabulary[draw(8)] ?? '~').join(' ');
      const seen = seenAs(...Array.from({ length: draw(8) }, line));
      const said = Array.from({ length: draw(8) }, line).join('\n');
      for (const word of merged(said, seen).words) {
        expect(Math.min(word.x, word.y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(word.width, word.height)).toBeGreaterThan(0);
        expect(word.x + word.width).toBeLessThanOrEqual(size.width);
        expect(word.y + word.height).toBeLessThanOrEqual(size.height);
      }
    }
  });
});

describe('aligning', () => {
  it('pairs each word once at most, in order', () => {
    expect(alignWords(['a', 'b', 'a'], ['a', 'a'])).toEqual([0, null, 1]);
    expect(alignWords(['der', 'Mann'], ['die', 'Mann'])).toEqual([null, 1]);
    expect(alignWords([], ['x'])).toEqual([]);
  });

  it('prefers the pairs with the most letters', () => {
    expect(alignWords(['in', 'Kapellmeister'], ['Kapellmeister', 'in'])).toEqual([null, 0]);
  });

  it('gives up on what is no card, at once', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `w${i}`);
    expect(new Set(alignWords(many, many))).toEqual(new Set([null]));
  });
});
