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

/** The same card laid down so that its lines fall to the right by so many degrees: upright boxes around the words, as results have them. */
export function askew(
  words: readonly Word[],
  size: { readonly width: number; readonly height: number },
  degrees: number,
): Word[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return words.map((word) => {
    const x = word.x + word.width / 2 - size.width / 2;
    const y = word.y + word.height / 2 - size.height / 2;
    const width = word.width * cos + word.height * Math.abs(sin);
    const height = word.width * Math.abs(sin) + word.height * cos;
    return {
      ...word,
      x: x * cos - y * sin + size.width / 2 - width / 2,
      y: x * sin + y * cos + size.height / 2 - height / 2,
      width,
      height,
    };
  });
}
