import type { Word } from '@cardmill/contracts';

const CHAR = 20;
const PITCH = 60;

/**
 * A card from lines of text in a typewriter's even pitch: a letter is 20 px wide, a line 60 px high, and where the
 * line has several spaces so has the card.
 */
export function typed(lines: readonly string[], slope = 0): Word[] {
  return lines.flatMap((line, row) =>
    [...line.matchAll(/\S+/g)].map((match) => {
      const x = match.index * CHAR;
      return {
        text: match[0],
        confidence: 90,
        x,
        y: row * PITCH + x * slope,
        width: match[0].length * CHAR - 4,
        height: 36,
      };
    }),
  );
}
