import {
  errorRates,
  type ErrorRates,
  rateOf,
  type TextErrors,
  textErrors,
} from '@cardmill/extraction/evaluation';

import { twoAtATime } from './native.ts';

/** One card's reading by whatever reads it; `cpuSeconds` is what it took outside this process. */
export interface OneRead {
  readonly text: string;
  readonly cpuSeconds?: number;
}

/** What one way of reading made of a set. */
export interface SetResult extends ErrorRates {
  readonly cards: number;
  /** User and system time of everything that took part, for one card. */
  readonly cpuPerCard: number;
  readonly each: readonly { readonly name: string; readonly rate: number }[];
}

/** Reads every card, two at a time, and compares with the truth. */
export async function measure<C extends { readonly name: string; readonly truth: string }>(
  cards: readonly C[],
  read: (card: C, taker: number) => Promise<OneRead>,
): Promise<SetResult> {
  const errors: { name: string; errors: TextErrors }[] = [];
  let outside = 0;
  const before = process.cpuUsage();
  await twoAtATime(cards, async (card, taker) => {
    const { text, cpuSeconds = 0 } = await read(card, taker);
    outside += cpuSeconds;
    errors.push({ name: card.name, errors: textErrors(text, card.truth) });
  });
  const used = process.cpuUsage(before);
  const rates = errorRates(errors.map((one) => one.errors));
  if (rates === null) throw new Error('there was no card to read');
  return {
    ...rates,
    cards: cards.length,
    cpuPerCard: ((used.user + used.system) / 1e6 + outside) / cards.length,
    each: errors
      .map((one) => ({ name: one.name, rate: rateOf(one.errors) }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
