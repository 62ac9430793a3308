/** Milliseconds of one turn: a frame has sixteen, and the page does something with them too. */
const TURN_MS = 8;
/** Texts that are placed between two looks at the clock. */
const AT_ONCE = 100;

/**
 * The places of texts in the order of people: comparing by language is what costs, some 150 ms for ten thousand different
 * titles, so they are placed a few at a time and the page has its turn in between. A text is placed once.
 */
export function createRanking(
  compare: (a: string, b: string) => number,
  now: () => number = () => performance.now(),
) {
  let sorted: readonly string[] = [];
  let places: ReadonlyMap<string, number> = new Map();

  /** Both in order; those that are new find their place by halving, then all are lined up. */
  const merge = (fresh: readonly string[]): void => {
    const next: string[] = [];
    let from = 0;
    for (const text of fresh) {
      let [low, high] = [from, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(sorted[middle] ?? '', text) <= 0) low = middle + 1;
        else high = middle;
      }
      for (; from < low; from += 1) next.push(sorted[from] ?? '');
      next.push(text);
    }
    for (; from < sorted.length; from += 1) next.push(sorted[from] ?? '');
    sorted = next;
  };

  return {
    /** The same map for as long as nothing was added. */
    places: () => places,

    /**
     * Places what is not placed yet; few at once, before this returns.
     * @param pause lets the page have its turn
     * @returns false when it was given up; what was placed by then stays.
     */
    async add(texts: Iterable<string>, pause: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
      const known = new Set(sorted);
      const fresh = [...new Set(texts)].filter((text) => !known.has(text));
      let began = now();
      for (let first = 0; first < fresh.length; first += AT_ONCE) {
        merge(fresh.slice(first, first + AT_ONCE).toSorted(compare));
        if (now() - began < TURN_MS) continue;
        await pause();
        if (signal.aborted) return false;
        began = now();
      }
      if (places.size === sorted.length) return true;
      if (fresh.length > AT_ONCE) await pause();
      places = new Map(sorted.map((text, place) => [text, place]));
      return !signal.aborted;
    },
  };
}
export type Ranking = ReturnType<typeof createRanking>;
