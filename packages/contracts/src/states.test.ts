import { describe, expect, it } from 'vitest';

import {
  BATCH_STATUSES,
  CARD_STATES,
  CARD_TRANSITIONS,
  CountedState,
  isTerminal,
  mayBecome,
} from './states.ts';

describe('card states', () => {
  it('lead from a sent file to an end without a dead end', () => {
    const reached = new Set<string>(['uploading']);
    for (let grown = true; grown;) {
      const before = reached.size;
      for (const from of CARD_STATES) {
        if (reached.has(from)) for (const to of CARD_TRANSITIONS[from]) reached.add(to);
      }
      grown = reached.size > before;
    }
    expect([...reached].sort()).toEqual([...CARD_STATES].sort());
    expect(CARD_STATES.filter((state) => CARD_TRANSITIONS[state].length === 0)).toEqual([]);
  });

  it('succeed only out of the hands of an attempt', () => {
    expect(CARD_STATES.filter((from) => mayBecome(from, 'succeeded'))).toEqual(['processing']);
  });

  it('are cancelled only while open, and a cancelled card is only read again', () => {
    expect(CARD_STATES.filter((from) => mayBecome(from, 'cancelled'))).toEqual(['queued', 'processing']);
    expect(CARD_TRANSITIONS.cancelled).toEqual(['queued']);
  });

  it('never lead back to uploading, and uploading is not counted', () => {
    expect(CARD_STATES.filter((from) => mayBecome(from, 'uploading'))).toEqual([]);
    expect(CountedState.options).toEqual(CARD_STATES.filter((state) => state !== 'uploading'));
  });
});

describe('isTerminal', () => {
  it('is true for the three ends of a batch', () => {
    expect(BATCH_STATUSES.filter((status) => isTerminal(status))).toEqual([
      'completed',
      'failed',
      'cancelled',
    ]);
  });
});
