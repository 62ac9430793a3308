import { describe, expect, it } from 'vitest';

import { characterErrorRate, comparable, editDistance } from './character-error-rate.ts';

const distance = (a: string, b: string) => editDistance(comparable(a), comparable(b));

/** The textbook table, slow and plain. */
function plain(a: string, b: string): number {
  const table: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const above = table[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + change));
    }
    table.push(row);
  }
  return table.at(-1)?.at(-1) ?? 0;
}

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['Grösse', 'Größe', 2],
    ['aa', 'aaa', 1],
    ['abab', 'ab', 2],
  ])('%s against %s is %i', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  it('agrees with the plain table on many short texts', () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const text = () => Array.from({ length: next(12) }, () => 'abc'[next(3)] ?? 'a').join('');
    for (let i = 0; i < 2000; i += 1) {
      const [a, b] = [text(), text()];
      expect(distance(a, b), `${a} / ${b}`).toBe(plain(a, b));
    }
  });
});

describe('character error rate', () => {
  it('does not count white space, line breaks or the way an umlaut is stored', () => {
    expect(characterErrorRate('Ko\u0308ln  am\nRhein', 'Köln am Rhein')).toBe(0);
  });

  it('counts one wrong character of ten as a tenth', () => {
    expect(characterErrorRate('abcdefghiX', 'abcdefghij')).toBeCloseTo(0.1);
  });

  it('is 1 at most, and 1 for words made up on an empty card', () => {
    expect(characterErrorRate('nothing like it at all', 'abc')).toBe(1);
    expect(characterErrorRate('ghost', '')).toBe(1);
    expect(characterErrorRate('', '')).toBe(0);
  });
});
