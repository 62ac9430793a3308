import { LineSpan } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { withEnd } from './line-span.ts';

it.each([
  [{ from: 1, to: 3 }, 'from', 2, { from: 2, to: 3 }],
  [{ from: 1, to: 3 }, 'from', 5, { from: 5, to: 5 }],
  [{ from: 4, to: 6 }, 'to', 2, { from: 2, to: 2 }],
  [{ from: -3, to: -1 }, 'from', -1, { from: -1, to: -1 }],
  [{ from: -3, to: -2 }, 'to', -4, { from: -4, to: -4 }],
  [{ from: 2, to: 4 }, 'to', -1, { from: 2, to: -1 }],
  [{ from: 2, to: 4 }, 'from', -1, { from: -1, to: -1 }],
  [{ from: -2, to: -1 }, 'to', 1, { from: 1, to: 1 }],
] as const)('of %j, %s at %i, holds a line: %j', (span, end, place, expected) => {
  expect(withEnd(span, end, place)).toEqual(expected);
  expect(LineSpan.parse(expected)).toEqual(expected);
});
