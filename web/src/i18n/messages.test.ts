import { PROBLEM_CODES } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { de } from './de.ts';
import { en } from './en.ts';

function flatten(value: object, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, part] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof part === 'string') all.set(here, part);
    else for (const [deeper, text] of flatten(part, here)) all.set(deeper, text);
  }
  return all;
}
const english = flatten(en);
const german = flatten(de);
const slots = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map((found) => found[1] ?? '').toSorted();

describe('the messages', () => {
  it('exist in both languages, key by key', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('have the same places for values in both languages', () => {
    for (const [key, text] of english) expect(slots(german.get(key) ?? ''), key).toEqual(slots(text));
  });

  it('are nowhere empty', () => {
    for (const [key, text] of [...english, ...german]) expect(text.trim(), key).not.toBe('');
  });

  it.each(PROBLEM_CODES)('say what happened and what to do for %s', (code) => {
    for (const words of [english, german]) {
      expect(words.get(`problem.${code}.what`)).toMatch(/\.$/);
      expect(words.get(`problem.${code}.todo`)).toMatch(/\.$/);
    }
  });

  it('keep the house words', () => {
    const banned = /\b(OCR|job|queue|token|sync|entity|oops|file queue|Datensatz)\b|!/i;
    for (const [key, text] of [...english, ...german]) expect(text, key).not.toMatch(banned);
  });
});
