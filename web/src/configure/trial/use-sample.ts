import type { CardEntry } from '../../api/files.ts';
import { useKept } from '../use-kept.ts';
import { MOST_TRIED, spread, TRIED_FIRST } from './spread.ts';

interface Kept {
  /** File name of the card in view. */
  readonly at: string | null;
  /** Null: a spread over the batch. */
  readonly chosen: readonly string[] | null;
}
const NOTHING: Kept = { at: null, chosen: null };

/** The card in view, and the cards that the set-up is tried on. */
export function useSample(batch: string, cards: readonly CardEntry[]) {
  const [kept, set] = useKept<Kept>('sample', batch, NOTHING);
  // A card whose scan cannot be read says nothing about the fields.
  const readable = cards.filter((card) => card.error === null);
  const there = new Set(cards.map((card) => card.filename));
  const chosen =
    kept.chosen?.filter((name) => there.has(name)) ??
    spread(readable, TRIED_FIRST).map((card) => card.filename);
  const inOrder = cards.flatMap(({ filename }) => (chosen.includes(filename) ? filename : []));
  const first = inOrder[0] ?? cards[0]?.filename;
  const place = Math.max(
    0,
    cards.findIndex(({ filename }) => filename === (kept.at ?? first)),
  );
  const show = (filename: string): void => set((now) => ({ ...now, at: filename }));
  return {
    total: cards.length,
    place,
    card: cards[place],
    chosen: inOrder,
    /** Nobody chose: a spread, which grows with the batch. */
    automatic: kept.chosen === null,
    full: inOrder.length >= MOST_TRIED,
    show,
    /** The card at a place, counted from 0; beyond the ends it goes on at the other one. */
    go: (to: number): void => {
      const card = cards[(to + cards.length) % cards.length];
      if (card !== undefined) show(card.filename);
    },
    toggle: (filename: string): void => {
      if (inOrder.includes(filename))
        set((now) => ({ ...now, chosen: inOrder.filter((name) => name !== filename) }));
      else if (inOrder.length < MOST_TRIED) set((now) => ({ ...now, chosen: [...inOrder, filename] }));
    },
    spreadAgain: (): void => set((now) => ({ ...now, chosen: null })),
  };
}
export type Sample = ReturnType<typeof useSample>;
