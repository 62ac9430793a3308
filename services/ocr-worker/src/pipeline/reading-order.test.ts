import { describe, expect, it } from 'vitest';

import { inReadingOrder } from './reading-order.ts';
import { linesAsRead, lineOfWords } from './words.suite.ts';

const read = (...lines: ReturnType<typeof lineOfWords>[]): string[] =>
  linesAsRead(inReadingOrder(lines.flat()));

describe('reading order', () => {
  it('of a form is row by row, though the engine read it column by column', () => {
    expect(
      read(
        lineOfWords('Name', { line: 0, y: 100 }),
        lineOfWords('Ort', { line: 1, y: 160 }),
        lineOfWords('Becker, Johann', { line: 2, x: 500, y: 102, block: 1 }),
        lineOfWords('Basel', { line: 3, x: 500, y: 158, block: 1 }),
        lineOfWords('1938', { line: 4, x: 1100, y: 100, block: 2 }),
      ),
    ).toEqual(['Name Becker, Johann 1938', 'Ort Basel']);
  });

  it('is from top to bottom whatever the order of the engine', () => {
    const lines = [lineOfWords('below', { line: 0, y: 300 }), lineOfWords('above', { line: 1, y: 100 })];
    expect(read(...lines)).toEqual(['above', 'below']);
  });

  it('of columns of running text is column by column', () => {
    const column = (x: number, block: number, word: string) =>
      [0, 1, 2, 3, 4].map((n) =>
        lineOfWords(`${word}${n} steht in dieser Spalte`, { line: block * 5 + n, x, y: 100 + n * 50, block }),
      );
    const lines = read(...column(100, 0, 'a'), ...column(900, 1, 'b'));
    expect(lines.map((line) => line.slice(0, 2))).toEqual([
      'a0',
      'a1',
      'a2',
      'a3',
      'a4',
      'b0',
      'b1',
      'b2',
      'b3',
      'b4',
    ]);
  });

  it('does not join lines that touch, that overlap or that are of another size', () => {
    const high = lineOfWords('TITEL', { line: 0, y: 60, height: 90 });
    const low = lineOfWords('klein', { line: 1, x: 600, y: 100 });
    expect(read(high, low)).toHaveLength(2);
    const next = lineOfWords('nächste', { line: 1, x: 600, y: 120 });
    expect(read(lineOfWords('Zeile', { line: 0, y: 100 }), next)).toHaveLength(2);
    const over = lineOfWords('darüber', { line: 1, x: 140, y: 104 });
    expect(read(lineOfWords('Zeile davor', { line: 0, y: 100 }), over)).toHaveLength(2);
  });

  it('has what runs upwards last, as a label pasted on edge', () => {
    const edge = lineOfWords('Signatur', { line: 0, x: 20, y: 50, width: 30, height: 200 });
    expect(read(edge, lineOfWords('Becker, Johann', { line: 1 }))).toEqual(['Becker, Johann', 'Signatur']);
  });

  it('is not thrown by one stain that is as high as two lines', () => {
    const line = lineOfWords('Basel und Bern', { line: 0, y: 100 });
    const stain = lineOfWords('I', { line: 0, x: 420, y: 60, height: 110 });
    const beside = lineOfWords('1938', { line: 1, x: 700, y: 100 });
    expect(read(line, stain, beside)).toEqual(['Basel und Bern I 1938']);
  });
});
