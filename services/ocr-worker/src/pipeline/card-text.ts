import type { RecognisedWord } from '../engine/index.ts';
import { linesOf } from './noise.ts';

/** Paper between two lines, in heights of the upper one, from which on a blank line stands for it. */
const PARAGRAPH = 1.2;

/** The words as text: one line break for each line of the card, a blank line where it leaves space. */
export function cardText(words: readonly RecognisedWord[]): string {
  let bottom: number | null = null;
  const parts = linesOf(words).map((line) => {
    const top = Math.min(...line.map((word) => word.y));
    const height = Math.max(...line.map((word) => word.height));
    const apart = bottom !== null && top - bottom > height * PARAGRAPH;
    bottom = Math.max(...line.map((word) => word.y + word.height));
    return `${apart ? '\n' : ''}${line.map((word) => word.text).join(' ')}`;
  });
  return parts.join('\n');
}
