import { describe, expect, it } from 'vitest';

import { doubtfulStrips } from './strips.ts';
import { lineOfWords } from './words.suite.ts';

const stripsOf = (...lines: ReturnType<typeof lineOfWords>[]): string[] =>
  doubtfulStrips(lines.flat()).map(({ words }) => words.map((word) => word.text).join(' '));

describe('a strip for a closer look', () => {
  it('is the stretch of a line with doubtful figures in it', () => {
    const name = lineOfWords('Weber & Co.', { x: 100 });
    const number = lineOfWords('B:51.322.6B', { x: 900, confidence: 50 });
    expect(stripsOf([...name, ...number])).toEqual(['B:51.322.6B']);
    expect(stripsOf(lineOfWords('Zürich 1938', { confidence: 50 }))).toEqual(['Zürich 1938']);
  });

  it('is no more of the line than the figures and a word on either side', () => {
    const line = lineOfWords('Leipzig Verlag von Teubner 1923 VIII 214 S.', { x: 100 });
    const doubtful = (at: number) => line.map((word, i) => (i === at ? { ...word, confidence: 20 } : word));
    expect(stripsOf(doubtful(4))).toEqual(['Teubner 1923 VIII']);
    expect(stripsOf(doubtful(5))).toEqual(['Teubner 1923 VIII']);
    expect(stripsOf(doubtful(0))).toEqual([]);
  });

  it('is none where the figures are sure, or where there are none', () => {
    expect(stripsOf(lineOfWords('Zürich 1938', { confidence: 60 }))).toEqual([]);
    expect(stripsOf(lineOfWords('Grundzüge der Wärmelehre', { confidence: 20 }))).toEqual([]);
    expect(stripsOf(lineOfWords('im 3. Jahr, 12 S.', { confidence: 20 }))).toEqual([]);
  });

  it('is not asked for by a mark that is doubtful as marks are', () => {
    const figures = lineOfWords('1938', { x: 100 });
    expect(stripsOf([...figures, ...lineOfWords('—', { x: 200, confidence: 10 })])).toEqual([]);
  });

  it('holds its words with room for what stands out of the line, and nothing of the next', () => {
    const words = lineOfWords('1938 1939', { x: 100, confidence: 20 });
    const [first, last] = words;
    if (first === undefined || last === undefined) throw new Error('no words');
    const blot = { ...last, text: '|', x: last.x + 90, y: 20, height: 150 };
    const [strip] = doubtfulStrips([first, last, { ...blot, confidence: 20 }]);
    expect(strip?.top).toBeGreaterThan(80);
    expect(strip?.bottom).toBeLessThan(150);
    expect(strip?.left).toBeLessThan(first.x);
    expect(strip?.right).toBeGreaterThan(blot.x + blot.width);
  });

  it('is one of six at most: a table of figures is read once', () => {
    const table = Array.from({ length: 20 }, (_, line) =>
      lineOfWords(`${1900 + line}`, { line, y: 100 + line * 60, confidence: 20 }),
    );
    expect(stripsOf(...table)).toHaveLength(6);
  });
});
