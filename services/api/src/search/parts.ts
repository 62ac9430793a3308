import type { SearchPart } from '@cardmill/contracts';
import { litTokens, type Spelling, type Token, tokensOf } from '@cardmill/db';

/** Characters of text around a hit that are shown, and how many of them come before it. */
const WINDOW = 260;
const BEFORE = 70;
/** Between two words that were found together: a point, a space or both belong to the hit. */
const JOINED = 3;

interface Range {
  start: number;
  end: number;
}

/** A text cut around its first hit, hits and the rest in turn. White space is one space: it is read in one line. */
export function partsOf(
  text: string,
  units: readonly (readonly Spelling[])[],
): { parts: SearchPart[]; hit: boolean } {
  const tokens = tokensOf(text);
  const ranges = rangesOf(tokens, litTokens(tokens, units));
  const start = startOf(text, ranges[0]?.start ?? 0);
  const end = endOf(text, start + WINDOW);
  const parts: SearchPart[] = [];
  const add = (from: number, to: number, hit: boolean): void => {
    const piece = text.slice(Math.max(from, start), Math.min(to, end)).replaceAll(/\s+/g, ' ');
    if (piece !== '') parts.push({ text: piece, hit });
  };
  if (start > 0) parts.push({ text: '…', hit: false });
  let at = start;
  for (const range of ranges) {
    if (range.start >= end) break;
    add(at, range.start, false);
    add(range.start, range.end, true);
    at = range.end;
  }
  add(at, end, false);
  if (end < text.length) parts.push({ text: '…', hit: false });
  return { parts, hit: ranges.length > 0 };
}

function rangesOf(tokens: readonly Token[], lit: ReadonlySet<number>): Range[] {
  const ranges: Range[] = [];
  tokens.forEach(({ start, end }, place) => {
    if (!lit.has(place)) return;
    const last = ranges.at(-1);
    if (last !== undefined && lit.has(place - 1) && start - last.end <= JOINED) last.end = end;
    else ranges.push({ start, end });
  });
  return ranges;
}

/** A little before the hit, at the beginning of a word. */
function startOf(text: string, hit: number): number {
  if (hit <= BEFORE) return 0;
  const from = hit - BEFORE;
  const space = text.slice(from, hit).search(/\s/);
  return space === -1 ? from : from + space + 1;
}

function endOf(text: string, to: number): number {
  if (to >= text.length) return text.length;
  const space = text.lastIndexOf(' ', to);
  return space > to - BEFORE ? space : to;
}
