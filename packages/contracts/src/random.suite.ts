/** Repeatable random numbers for property tests (mulberry32); say the seed in the test's name. */
export function createRandom(seed: number) {
  let state = seed;
  /** From 0 up to but not including 1. */
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0 up to but not including `limit`. */
  const below = (limit: number): number => Math.floor(share() * limit);
  return {
    share,
    below,
    chance: (probability: number): boolean => share() < probability,
    shuffled<T>(items: readonly T[]): T[] {
      const rest = [...items];
      return items.flatMap(() => rest.splice(below(rest.length), 1));
    },
  };
}

export type Random = ReturnType<typeof createRandom>;
