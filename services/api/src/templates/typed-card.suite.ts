import { extractFields } from '@cardmill/extraction';

import { BUILT_IN } from './built-in.ts';

const SIZE = { width: 1_700, height: 1_200 };

/** What a built-in template reads on a typed card of these lines, 25 px a character and 50 px a line. */
export function readTyped(id: string, lines: readonly string[]): Record<string, string> {
  const words = lines.flatMap((line, row) =>
    [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      confidence: 90,
      x: 40 + index * 25,
      y: 60 + row * 50,
      width: text.length * 25 - 5,
      height: 32,
    })),
  );
  const template = BUILT_IN.find((one) => one.id === id);
  const readings = extractFields(words, template?.fields ?? [], SIZE, template?.options);
  return Object.fromEntries(
    Object.entries(readings).flatMap(([key, { value, normalised }]) =>
      value === null ? [] : [[key, normalised ?? value]],
    ),
  );
}
