import type { Component } from './components.ts';

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
 * Of the pieces of ink those that are dots of a line to write on: they stand at the feet of the letters, and the engine
 * reads the line as one of full stops. Dots that touch a letter are no pieces of their own, they stay with it.
 * @param xHeight of the text, in pixels.
 */
export function dotsOfRules(pieces: readonly Component[], xHeight: number): Component[] {
  const dots = pieces
    .filter(({ left, right, top, bottom }) => right - left <= xHeight * DASH && bottom - top <= xHeight * DOT)
    .toSorted((a, b) => a.left - b.left);
  const level = Math.max(1.5, xHeight * LEVEL);
  const rules = chainsOf(dots, level, xHeight * APART).filter((chain) => chain.length >= FEWEST);
  if (rules.length === 0) return [];
  return [...rules.flat(), ...strays(dots, rules, level, xHeight * BESIDE)];
}

const middle = (dot: Component): number => (dot.top + dot.bottom) / 2;

/** Things by their height on the card, so that only those at about the same one are looked at: grain makes thousands of dots. */
function byLevel<T>(level: number) {
  const buckets = new Map<number, T[]>();
  const at = (y: number): number => Math.floor(y / level);
  return {
    /** Whether the test holds for any at about that height. */
    some(y: number, test: (one: T) => boolean): boolean {
      return [-1, 0, 1].some((step) => buckets.get(at(y) + step)?.some(test) ?? false);
    },
    add(y: number, one: T): void {
      const bucket = buckets.get(at(y));
      if (bucket === undefined) buckets.set(at(y), [one]);
      else bucket.push(one);
    },
    /** Looks at all at about that height, and forgets those that the visitor returns false for. */
    visit(y: number, visitor: (one: T) => boolean): void {
      for (const step of [-1, 0, 1]) {
        const bucket = buckets.get(at(y) + step);
        if (bucket === undefined) continue;
        let kept = 0;
        for (const one of bucket) if (visitor(one)) bucket[kept++] = one;
        bucket.length = kept;
      }
    },
  };
}

/** Each dot is hung on the chain that ends beside it at the same level. Dots come from left to right. */
function chainsOf(dots: readonly Component[], level: number, apart: number): Component[][] {
  const chains: Component[][] = [];
  // A chain lies at the height of its last dot; the places of those before are forgotten as they fall behind.
  const open = byLevel<{ chain: Component[]; last: Component }>(level);
  for (const dot of dots) {
    const y = middle(dot);
    let best: Component[] | undefined;
    let least = level;
    open.visit(y, ({ chain, last }) => {
      if (chain.at(-1) !== last || dot.left - last.right > apart) return false;
      const off = Math.abs(middle(last) - y);
      if (off <= least && dot.left >= last.right) [best, least] = [chain, off];
      return true;
    });
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
      marks.some(
        middle(dot),
        ({ left, y, area }) =>
          dot.area <= area * 1.5 && Math.abs(left - dot.left) < beside && Math.abs(y - middle(dot)) <= level,
      ),
  );
}
