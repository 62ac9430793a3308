import { describe, expect, it } from 'vitest';

import { createRanking } from './ranking.ts';

const { compare } = new Intl.Collator('de-DE', { numeric: true });
const going = new AbortController().signal;
const inOrder = (places: ReadonlyMap<string, number>): string[] =>
  [...places].toSorted(([, a], [, b]) => a - b).map(([text]) => text);
const titles = Array.from({ length: 2_500 }, (_, i) => `Motette ${(i * 7_919) % 2_500}`);

describe('the places of texts', () => {
  it('are those of the language, numbers by value', async () => {
    const ranking = createRanking(compare);
    await ranking.add(['Zelter', 'Ärzte', 'Nr. 10', 'Bach', 'Nr. 9', 'Bach'], () => Promise.resolve(), going);
    expect(inOrder(ranking.places())).toEqual(['Ärzte', 'Bach', 'Nr. 9', 'Nr. 10', 'Zelter']);
  });

  it('come in turns, however many there are, and the page has its own in between', async () => {
    let turns = 0;
    // Every look at the clock is five milliseconds later.
    let clock = 0;
    const ranking = createRanking(compare, () => (clock += 5));
    await ranking.add(titles, () => Promise.resolve(void (turns += 1)), going);
    expect(turns).toBeGreaterThan(5);
    expect(inOrder(ranking.places())).toEqual(titles.toSorted(compare));
  });

  it('stay what they are while nothing is new, and take in what comes later', async () => {
    const ranking = createRanking(compare);
    const pause = (): Promise<void> => Promise.resolve();
    await ranking.add(titles.slice(0, 2_000), pause, going);
    const before = ranking.places();
    await ranking.add(titles.slice(500, 1_000), pause, going);
    expect(ranking.places()).toBe(before);
    await ranking.add(titles, pause, going);
    expect(inOrder(ranking.places())).toEqual(titles.toSorted(compare));
  });

  it('are given up when another order is asked for, and gone on with later', async () => {
    const other = new AbortController();
    let clock = 0;
    const ranking = createRanking(compare, () => (clock += 10));
    const first = await ranking.add(titles, () => Promise.resolve(other.abort()), other.signal);
    expect(first).toBe(false);
    expect(ranking.places().size).toBe(0);
    expect(await ranking.add(titles, () => Promise.resolve(), going)).toBe(true);
    expect(inOrder(ranking.places())).toEqual(titles.toSorted(compare));
  });
});
