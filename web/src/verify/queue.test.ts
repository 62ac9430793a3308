import { describe, expect, it } from 'vitest';

import { makeField, makeRow } from '../results/make-row.suite.ts';
import { nextOpen, queueOf, sureness } from './queue.ts';

const mark = { by: null, at: '2026-11-21T09:14:00.000Z' };
const sure = makeRow({ position: 1, fields: { titel: makeField({ confidence: 95 }) } });
const unsure = makeRow({ position: 2, fields: { titel: makeField({ confidence: 40 }) } });
const broken = makeRow({ position: 3, fields: { titel: makeField({ verdict: 'pattern', confidence: 99 }) } });
const notRead = makeRow({ position: 4, status: 'failed', text: null, fields: {} });
const all = [sure, unsure, broken, notRead];
const places = (rows: readonly { position: number }[]) => rows.map((row) => row.position);

describe('the queue', () => {
  it('begins with broken rules, then goes by the least sure value', () => {
    expect(places(queueOf(all, 'all', 'unsure').rows)).toEqual([3, 2, 1]);
    expect(places(queueOf(all, 'check', 'unsure').rows)).toEqual([3, 2]);
    expect(places(queueOf(all, 'all', 'drawer').rows)).toEqual([1, 2, 3]);
  });

  it('keeps a card in its place when a person has settled it, and counts it', () => {
    const titel = makeField({ confidence: 40, edit: { ...mark, value: 'x' }, verified: mark });
    const settled = { ...unsure, fields: { titel }, verified: mark };
    const queue = queueOf([sure, settled, broken], 'check', 'unsure');
    expect(places(queue.rows)).toEqual([3, 2]);
    expect(queue.verified).toBe(1);
  });

  it('takes the card as a whole where it has no fields', () => {
    expect(sureness(makeRow({ confidence: 33 }))).toBe(33);
  });
});

describe('the next card', () => {
  it('is one that nobody verified, also before this one', () => {
    const rows = [sure, { ...unsure, verified: mark }, broken];
    expect(nextOpen(rows, 0)?.position).toBe(3);
    expect(nextOpen(rows, 2)?.position).toBe(1);
    expect(nextOpen([{ ...sure, verified: mark }], 0)).toBeNull();
  });
});
