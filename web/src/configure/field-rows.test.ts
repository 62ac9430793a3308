import type { Field } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { changeRow, keysOf, moveRow, newRow, placeRow, toInputs, toRows } from './field-rows.ts';

const field: Field = {
  key: 'signatur',
  label: 'Signatur',
  kind: 'choice',
  synonyms: ['Sign.'],
  zone: { x: 0.1, y: 0.1, width: 0.2, height: 0.1 },
  pattern: 'Spez\\.\\d+',
  vocabulary: ['Spez.1', 'Spez.2'],
  required: true,
};

describe('field rows', () => {
  it('give back every part of a field they were made from', () => {
    expect(toInputs(toRows([field]))).toEqual([field]);
  });

  it('do not send a field that has no name yet', () => {
    expect(toInputs([...toRows([field]), newRow()])).toHaveLength(1);
  });

  it('move up and down, and stay where they are at the ends', () => {
    const rows = toRows([field, { ...field, key: 'b', label: 'B' }]);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('two rows were made');
    expect(moveRow(rows, second.id, -1).map((row) => row.label)).toEqual(['B', 'Signatur']);
    expect(moveRow(rows, first.id, -1)).toBe(rows);
    expect(moveRow(rows, second.id, 1)).toBe(rows);
  });

  it('go to any place, and know the keys that they have or will get', () => {
    const rows = [
      ...toRows([field]),
      { ...newRow(), label: 'Signatur' },
      newRow(),
      { ...newRow(), label: 'Ö' },
    ];
    const [first] = rows;
    if (first === undefined) throw new Error('rows were made');
    expect(placeRow(rows, first.id, 3).map((row) => row.label)).toEqual(['Signatur', '', 'Ö', 'Signatur']);
    expect(placeRow(rows, first.id, 4)).toBe(rows);
    expect([...keysOf(rows).values()]).toEqual(['signatur', 'signatur-2', 'oe']);
  });

  it('keep the key when the name changes, so that values stay with their field', () => {
    const [row] = toRows([field]);
    if (row === undefined) throw new Error('a row was made');
    expect(toInputs(changeRow([row], row.id, { label: 'Standort' }))[0]).toMatchObject({
      key: 'signatur',
      label: 'Standort',
    });
  });
});
