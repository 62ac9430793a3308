import { afterEach, expect, it, vi } from 'vitest';

import { asGiven, type Found } from './as-given.ts';

afterEach(() => vi.restoreAllMocks());

const found = (path: string): Found => ({ path, file: new File(['xy'], path, { lastModified: 7 }) });

it('puts files in the order of a drawer, with what tells them apart', async () => {
  const given = await asGiven(['b/card 10.jpg', 'b/card 9.jpg', 'a/card 11.jpg'].map(found), () => undefined);
  expect(given.map(({ path }) => path)).toEqual(['a/card 11.jpg', 'b/card 9.jpg', 'b/card 10.jpg']);
  expect(given[0]).toMatchObject({ size: 2, modified: 7 });
});

it('lets the page go while a large folder is looked through, and says how far it is', async () => {
  // Each look at the clock is a millisecond later, as if the disk were slow.
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 1));
  const said: number[] = [];
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const given = await asGiven(
    Array.from({ length: 300 }, (_, n) => found(`${n}.jpg`)),
    (count) => said.push(count),
  );
  clearInterval(timer);
  expect(given).toHaveLength(300);
  expect(said.length).toBeGreaterThan(10);
  expect(said).toEqual(said.toSorted((a, b) => a - b));
  expect(turns).toBeGreaterThan(0);
});
