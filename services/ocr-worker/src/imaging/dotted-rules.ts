import { type Component, inkComponents } from './components.ts';
import { type Grey, type InkLevels, inkLevels } from './ink.ts';

/** Sizes and distances in x-heights: no dot of a rule is larger (a full stop is), no two of them are further apart or higher. */
const DOT = 0.24;
/** Dots that have run into each other are as long as this. */
const DASH = 1.2;
const APART = 1.1;
const LEVEL = 0.14;
/** Fewer in a row are an ellipsis. */
const FEWEST = 6;
/** How far beside a rule's dots another one may stand, in x-heights: a word may hide those between. */
const BESIDE = 12;

/**
 * The image without dotted lines to write on: their dots stand at the feet of the letters, and the engine reads the line
 * as one of full stops. Dots that touch a letter stay with it.
 * @param xHeight of the text, in pixels.
 */
export function withoutDottedRules(grey: Grey, xHeight: number, levels: InkLevels = inkLevels(grey)): Grey {
  const dots = inkComponents(grey, 1, levels)
    .filter(({ left, right, top, bottom }) => right - left <= xHeight * DASH && bottom - top <= xHeight * DOT)
    .sort((a, b) => a.left - b.left);
  const level = Math.max(1.5, xHeight * LEVEL);
  const rules = chainsOf(dots, level, xHeight * APART).filter((chain) => chain.length >= FEWEST);
  if (rules.length === 0) return grey;
  const pixels = Uint8Array.from(grey.pixels);
  for (const dot of [...rules.flat(), ...strays(dots, rules, level, xHeight * BESIDE)]) {
    const [left, right] = [Math.max(0, dot.left - 1), Math.min(grey.width, dot.right + 1)];
    for (let y = Math.max(0, dot.top - 1); y < Math.min(grey.height, dot.bottom + 1); y++) {
      pixels.fill(255, y * grey.width + left, y * grey.width + right);
    }
  }
  return { ...grey, pixels };
}

const middle = (dot: Component): number => (dot.top + dot.bottom) / 2;

/** Things by their height on the card, so that only those at about the same one are looked at: grain makes thousands of dots. */
function byLevel<T>(level: number) {
  const buckets = new Map<number, T[]>();
  const at = (y: number): number => Math.floor(y / level);
  return {
    near: (y: number): T[] => [-1, 0, 1].flatMap((step) => buckets.get(at(y) + step) ?? []),
    add(y: number, one: T): void {
      const bucket = buckets.get(at(y));
      if (bucket === undefined) buckets.set(at(y), [one]);
      else bucket.push(one);
    },
    /** Keeps what the test says at about that height. */
    prune(y: number, keep: (one: T) => boolean): void {
      for (const step of [-1, 0, 1]) {
        const bucket = buckets.get(at(y) + step);
        if (bucket !== undefined) buckets.set(at(y) + step, bucket.filter(keep));
      }
    },
  };
}

/** Each dot is hung on the chain that ends beside it at the same level. Dots come from left to right. */
function chainsOf(dots: readonly Component[], level: number, apart: number): Component[][] {
  const chains: Component[][] = [];
  // A chain lies at the height of its last dot; the places of those before are pruned as they fall behind.
  const open = byLevel<{ chain: Component[]; last: Component }>(level);
  for (const dot of dots) {
    const y = middle(dot);
    open.prune(y, ({ chain, last }) => chain.at(-1) === last && dot.left - last.right <= apart);
    let best: Component[] | undefined;
    let least = level;
    for (const { chain, last } of open.near(y)) {
      const off = Math.abs(middle(last) - y);
      if (off <= least && dot.left >= last.right) [best, least] = [chain, off];
    }
    if (best === undefined) chains.push((best = [dot]));
    else best.push(dot);
    open.add(y, { chain: best, last: dot });
  }
  return chains;
}

/** Dots of a rule that letters part from the rest: on its line, and no larger than its other dots (a full stop is). */
function strays(
  dots: readonly Component[],
  rules: readonly Component[][],
  level: number,
  beside: number,
): Component[] {
  const ruled = new Set(rules.flat());
  const marks = byLevel<{ left: number; y: number; area: number }>(level);
  for (const rule of rules) {
    const area = rule.map((dot) => dot.area).sort((a, b) => a - b)[rule.length >> 1] ?? 0;
    for (const dot of rule) marks.add(middle(dot), { left: dot.left, y: middle(dot), area });
  }
  return dots.filter(
    (dot) =>
      !ruled.has(dot) &&
      marks
        .near(middle(dot))
        .some(
          ({ left, y, area }) =>
            dot.area <= area * 1.5 &&
            Math.abs(left - dot.left) < beside &&
            Math.abs(y - middle(dot)) <= level,
        ),
  );
}
