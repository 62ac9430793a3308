import type { TryReport } from '@cardmill/contracts';
import { expect, test } from 'vitest';

import { tablesOf } from './tables.ts';

const report: TryReport = {
  cards: 3,
  characterErrorRate: { cards: 2, mean: 0.0554, median: 0.04, pooled: 0.06 },
  fields: {
    title: { right: 2, wrong: 1, missing: 0, empty: 0, invented: 0, accuracy: 2 / 3 },
    'a-long-one': { right: 0, wrong: 0, missing: 0, empty: 3, invented: 0, accuracy: null },
  },
  allFields: { right: 2, wrong: 1, missing: 0, empty: 3, invented: 0, accuracy: 2 / 3 },
  secondsPerCard: { median: 1.234, p95: 3 },
  review: {
    of: 'fields',
    points: [
      { stopAt: 0, reviewed: 0, errorsLeft: 1, errors: 1 },
      { stopAt: 5, reviewed: 0, errorsLeft: 1, errors: 1 },
      { stopAt: 10, reviewed: 0.5, errorsLeft: 0, errors: 0 },
    ],
  },
};

test('figures stand under each other, and the curve only where it moves', () => {
  expect(tablesOf(report).join('\n')).toBe(
    `wrong characters   mean  median  pooled  cards
                  0.055   0.040   0.060      2

field       accuracy  right  wrong  missing  empty  invented
title         66.7 %      2      1        0      0         0
a-long-one         -      0      0        0      3         0
all           66.7 %      2      1        0      3         0

seconds a card  median  95 %
                  1.23  3.00

stop reviewing at  fields reviewed  of the errors remain  errors
0                            0.0 %               100.0 %       1
10                          50.0 %                 0.0 %       0`,
  );
});

test('what is not known has no table', () => {
  const nothing = { ...report, characterErrorRate: null, allFields: null, fields: {}, review: null };
  expect(tablesOf(nothing)[0]).toMatch(/^seconds a card/);
});
