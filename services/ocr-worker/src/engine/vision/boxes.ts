import type { RecognisedWord } from '../recogniser.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}
interface Span {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * A box for every word of every line. A word that tesseract saw too has tesseract's box. Of the others only the order is
 * known, so their box is the part of the card in which they must stand as far as that goes, and several may share one:
 * - between the words beside it, in the height of its line;
 * - on a line of which nothing was matched: that of tesseract's unmatched lines at this place when there are as many,
 *   else its even share of the height between the lines above and below. The last is an estimate and nothing better.
 *
 * Where as many unmatched words stand between two matched ones as tesseract saw there, each has the box of its
 * counterpart: something is written there, and only the two readings differ.
 *
 * @param lines for each word the index in `seen` that it was matched with, or null
 */
export function placeWords(
  lines: readonly (readonly (number | null)[])[],
  seen: readonly RecognisedWord[],
  size: Size,
): Box[][] {
  const used = new Set(lines.flat());
  const matched = lines.map((line) => line.flatMap((at) => seen[at ?? -1] ?? []));
  const spans = lineSpans(matched, unmatchedLines(seen, used), size);
  return lines.map((line, i) => {
    const span = spans[i] ?? whole(size);
    const known = line.map((at) => seen[at ?? -1] ?? null);
    return known.map((word, j) => {
      if (word !== null) return boxOf(spanOf([word], span));
      const from = known.findLastIndex((other, k) => k < j && other !== null);
      const next = known.findIndex((other, k) => k > j && other !== null);
      const to = next < 0 ? known.length : next;
      const between = (at: number): number | null => line[at] ?? null;
      const others = counterparts(seen, used, between(from), between(to), span);
      const other = others.length === to - from - 1 ? others[j - from - 1] : undefined;
      if (other !== undefined) return boxOf(spanOf([other], span));
      if ((matched[i]?.length ?? 0) === 0) return boxOf(span);
      const left = from < 0 ? 0 : spanOf([known[from] ?? null], span).right;
      const right = next < 0 ? size.width : spanOf([known[next] ?? null], span).left;
      return boxOf(right - left < 1 ? span : { ...span, left, right });
    });
  });
}

/** Tesseract's unmatched words between two matched ones of one of its lines, or before or after one; else those of the one line there. */
function counterparts(
  seen: readonly RecognisedWord[],
  used: ReadonlySet<number | null>,
  from: number | null,
  to: number | null,
  span: Span,
): RecognisedWord[] {
  const lineOf = (at: number | null): number | undefined => (at === null ? undefined : seen[at]?.line);
  const line = lineOf(from) ?? lineOf(to);
  if (line !== undefined && (lineOf(to) ?? line) !== line) return [];
  const words = seen.filter((word, at) => {
    if (used.has(at)) return false;
    if (line !== undefined) return word.line === line && at > (from ?? -1) && at < (to ?? seen.length);
    const middle = word.y + word.height / 2;
    return middle >= span.top && middle < span.bottom;
  });
  return new Set(words.map((word) => word.line)).size === 1 ? words : [];
}

/** Where each line is: around its matched words, else in its place between the lines that have some. */
function lineSpans(
  matched: readonly (readonly RecognisedWord[])[],
  free: readonly Span[],
  size: Size,
): Span[] {
  const spans = matched.map((words) => (words.length === 0 ? null : spanOf(words, whole(size))));
  return spans.map((span, i) => {
    if (span !== null) return span;
    const above = spans.findLastIndex((other, k) => k < i && other !== null);
    const next = spans.findIndex((other, k) => k > i && other !== null);
    const below = next < 0 ? spans.length : next;
    const count = below - above - 1;
    const ends = [spans[above]?.bottom ?? 0, spans[below]?.top ?? size.height] as const;
    let [top, bottom] = [Math.min(...ends), Math.max(...ends)];
    const inside = free.filter(
      (one) => (one.top + one.bottom) / 2 >= top && (one.top + one.bottom) / 2 <= bottom,
    );
    const own = inside.length === count ? inside[i - above - 1] : undefined;
    if (own !== undefined) return own;
    // Lines that touch or cross leave no room: nothing is known but the card.
    if (bottom - top < count) [top, bottom] = [0, size.height];
    const share = (bottom - top) / count;
    const edge = (line: number): number => Math.round(top + share * line);
    return { left: 0, right: size.width, top: edge(i - above - 1), bottom: edge(i - above) };
  });
}

/** Lines of tesseract's of which no word was matched, from top to bottom. */
function unmatchedLines(seen: readonly RecognisedWord[], used: ReadonlySet<number | null>): Span[] {
  const lines = new Map<number, RecognisedWord[]>();
  const matched = new Set<number>();
  for (const [at, word] of seen.entries()) {
    if (used.has(at)) matched.add(word.line);
    lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  }
  return [...lines]
    .filter(([line]) => !matched.has(line))
    .map(([, words]) => spanOf(words, { left: 0, top: 0, right: 1, bottom: 1 }))
    .toSorted((a, b) => a.top - b.top);
}

const whole = ({ width, height }: Size): Span => ({ left: 0, top: 0, right: width, bottom: height });

/** The smallest that holds all of them; `none` when there are none. */
function spanOf(words: readonly (RecognisedWord | null)[], none: Span): Span {
  const boxes = words.filter((word) => word !== null);
  if (boxes.length === 0) return none;
  return {
    left: Math.min(...boxes.map((box) => box.x)),
    top: Math.min(...boxes.map((box) => box.y)),
    right: Math.max(...boxes.map((box) => box.x + box.width)),
    bottom: Math.max(...boxes.map((box) => box.y + box.height)),
  };
}

const boxOf = ({ left, top, right, bottom }: Span): Box => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});
