import type { RecognisedWord } from '../engine/index.ts';

/** A line of words as an engine gives them, 20 pixels a character, lines 30 high. */
export function lineOfWords(text: string, more: Partial<RecognisedWord> = {}): RecognisedWord[] {
  let x = more.x ?? 100;
  return text.split(' ').map((word) => {
    const left = x;
    x += (word.length + 1) * 20;
    return {
      confidence: 90,
      y: 100,
      height: 30,
      line: 0,
      block: 0,
      ...more,
      text: word,
      x: left,
      width: more.width ?? word.length * 20,
    };
  });
}

/** The lines of words in their order, as people would copy them. */
export function linesAsRead(words: readonly RecognisedWord[]): string[] {
  const lines: string[] = [];
  for (const { line, text } of words)
    lines[line] = lines[line] === undefined ? text : `${lines[line]} ${text}`;
  return lines;
}
