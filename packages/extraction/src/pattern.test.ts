import { expect, it } from 'vitest';

import { compilePattern } from './pattern.ts';

const find = (source: string, text: string) => {
  const result = compilePattern(source);
  return result.ok ? (result.pattern.find(text)?.value ?? null) : result.message;
};

it('finds the first group, else the whole match', () => {
  expect(find('Nr\\. (\\d+)', 'Karte Nr. 12 b')).toBe('12');
  expect(find('\\d+', 'Karte Nr. 12 b')).toBe('12');
  expect(find('(a)?b', 'b')).toBe('b');
  expect(find('^(?:.*\\[(\\d+)\\]|.*?(\\d+))', '1920 [1922]')).toBe('1922');
  expect(find('^(?:.*\\[(\\d+)\\]|.*?(\\d+))', '1920 oder 1922')).toBe('1920');
  expect(find('x', 'y')).toBeNull();
});

it.each(['(', 'a**', '(?=a)', '\\1', '[z-a]'])('refuses %s with a sentence', (source) => {
  const result = compilePattern(source);
  expect(result.ok ? '' : result.message).toMatch(/error parsing/);
});

it('answers in time where a backtracking engine hangs', () => {
  const result = compilePattern('^(a+)+$');
  const started = performance.now();
  expect(result.ok && result.pattern.find(`${'a'.repeat(5000)}!`)).toBeNull();
  expect(performance.now() - started).toBeLessThan(2000);
});
