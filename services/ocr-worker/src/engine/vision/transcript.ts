/** One line of a model's text. */
export interface TextLine {
  readonly words: readonly string[];
  /** Paragraphs are parted by blank lines and numbered from 0. */
  readonly block: number;
}

/** A model's text made fit to be kept; null when it is longer than any card, which only a model in a loop writes. */
export interface Transcript {
  readonly text: string;
  readonly lines: readonly TextLine[];
}

const MAX_LETTERS = 16_000;
const MAX_WORDS = 2_000;

/**
 * Takes away what models put around a text (a fence, their thoughts) and what cannot be stored (control characters,
 * halves of characters). Nothing of the words themselves is changed.
 */
export function transcriptOf(said: string): Transcript | null {
  const clean = unwrapped(said.replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/\p{Cs}/gu, '\u{FFFD}')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .normalize('NFC');
  const rows = clean.split('\n').map((row) => row.split(/\s+/).filter((word) => word !== ''));
  const lines: TextLine[] = [];
  let block = 0;
  let text = '';
  for (const [i, words] of rows.entries()) {
    if (words.length === 0) continue;
    const apart = lines.length > 0 && rows[i - 1]?.length === 0;
    if (apart) block += 1;
    text += (lines.length === 0 ? '' : apart ? '\n\n' : '\n') + words.join(' ');
    lines.push({ words, block });
  }
  const count = lines.reduce((sum, line) => sum + line.words.length, 0);
  return text.length > MAX_LETTERS || count > MAX_WORDS ? null : { text, lines };
}

function unwrapped(said: string): string {
  const text = said.replace(/^\s*<think>[\s\S]*?<\/think>/, '');
  return /^\s*```[a-z]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}
