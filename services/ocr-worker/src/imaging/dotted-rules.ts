import { type Component, inkComponents } from './components.ts';
import type { Grey } from './ink.ts';

/** Sizes and distances in x-heights: no dot of a rule is larger (a full stop is), no two of them are further apart or higher. */
const DOT = 0.24;
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
export function withoutDottedRules(grey: Grey, xHeight: number): Grey {
  const most = xHeight * DOT;
  const dots = inkComponents(grey, 1)
    .filter((piece) => piece.right - piece.left <= most && piece.bottom - piece.top <= most)
    .sort((a, b) => a.left - b.left);
  const chains = chainsOf(dots, xHeight).filter((chain) => chain.length >= FEWEST);
  if (chains.length === 0) return grey;
  const pixels = Uint8Array.from(grey.pixels);
  for (const dot of [...chains.flat(), ...strays(dots, chains, xHeight)]) {
    const [left, right] = [Math.max(0, dot.left - 1), Math.min(grey.width, dot.right + 1)];
    for (let y = Math.max(0, dot.top - 1); y < Math.min(grey.height, dot.bottom + 1); y++) {
      pixels.fill(255, y * grey.width + left, y * grey.width + right);
    }
  }
  return { ...grey, pixels };
}

/** Dots of a rule that letters part from the rest: on its line, and no larger than its other dots (a full stop is). */
function strays(dots: readonly Component[], chains: readonly Component[][], xHeight: number): Component[] {
  const chained = new Set(chains.flat());
  const lines = chains.map((chain) => ({
    chain,
    area: chain.map((dot) => dot.area).sort((a, b) => a - b)[chain.length >> 1] ?? 0,
  }));
  return dots.filter((dot) => {
    if (chained.has(dot)) return false;
    return lines.some(({ chain, area }) => {
      const near = nearest(chain, dot);
      return (
        dot.area <= area * 1.5 &&
        Math.abs(near.left - dot.left) < xHeight * BESIDE &&
        Math.abs(middle(near) - middle(dot)) <= Math.max(1.5, xHeight * LEVEL)
      );
    });
  });
}

const nearest = (chain: readonly Component[], dot: Component): Component =>
  chain.reduce(
    (best, one) => (Math.abs(one.left - dot.left) < Math.abs(best.left - dot.left) ? one : best),
    chain[0] ?? dot,
  );

const middle = (dot: Component): number => (dot.top + dot.bottom) / 2;

/** Each dot is hung on the nearest chain that ends beside it at the same level. Dots come from left to right. */
function chainsOf(dots: readonly Component[], xHeight: number): Component[][] {
  const chains: Component[][] = [];
  let open: Component[][] = [];
  const level = Math.max(1.5, xHeight * LEVEL);
  for (const dot of dots) {
    open = open.filter((chain) => dot.left - (chain.at(-1)?.right ?? 0) <= xHeight * APART);
    let best: Component[] | undefined;
    let least = level;
    for (const chain of open) {
      const last = chain.at(-1);
      const apart = last === undefined ? level : Math.abs(middle(last) - middle(dot));
      if (apart <= least && last !== undefined && dot.left >= last.right) [best, least] = [chain, apart];
    }
    if (best === undefined) {
      const chain = [dot];
      chains.push(chain);
      open.push(chain);
    } else best.push(dot);
  }
  return chains;
}
