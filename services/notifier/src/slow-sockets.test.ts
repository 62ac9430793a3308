import { describe, expect, it } from 'vitest';

import { isStuck, isTooMuch } from './slow-sockets.ts';

const most = { packets: 2_000, bytes: 8_000_000 };

describe('a slow socket', () => {
  it('has too much waiting by number or by size', () => {
    expect(isTooMuch({ packets: 2_000, bytes: 8_000_000 }, most)).toBe(false);
    expect(isTooMuch({ packets: 2_001, bytes: 2_001 }, most)).toBe(true);
    // One reply of a thousand cards with long fields.
    expect(isTooMuch({ packets: 1, bytes: 8_000_001 }, most)).toBe(true);
  });

  it('is stuck when it has not taken anything in since the look before', () => {
    const backlog = { packets: 3_000, bytes: 9_000_000 };
    expect(isStuck(backlog, undefined)).toBe(false);
    expect(isStuck(backlog, { packets: 3_000, bytes: 9_000_000 })).toBe(true);
    expect(isStuck(backlog, { packets: 2_500, bytes: 8_500_000 })).toBe(true);
    expect(isStuck(backlog, { packets: 1, bytes: 20_000_000 })).toBe(false);
  });
});
