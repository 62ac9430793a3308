/** So many cards in a row are no accident. */
const MOST = 20;

/** Failures of reading itself, one after the other on this worker, that say the very same words. */
export interface Streak {
  /** @returns whether so many have failed like this that it cannot be the cards. */
  add(error: unknown): boolean;
  /** A card was read, or somebody has been told: counted anew. */
  reset(): void;
}

/**
 * An error nobody foresaw fails its card and the line goes on. When it comes with every card, it is a defect of ours,
 * and going on would fail a drawer of ten thousand while everybody is asleep.
 */
export function createStreak(most = MOST): Streak {
  let words = '';
  let count = 0;
  return {
    add(error) {
      const said = wordsOf(error);
      count = said === words ? count + 1 : 1;
      words = said;
      return count >= most;
    },
    reset() {
      count = 0;
    },
  };
}

// Sizes and positions differ from card to card.
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(/\d+/g, '#');
