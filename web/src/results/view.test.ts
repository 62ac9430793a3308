import { describe, expect, it } from 'vitest';

import { makeField as makeBatchField } from '../testing/fake-api.suite.ts';
import { makeField, makeRow } from './make-row.suite.ts';
import {
  asSort,
  type Chosen,
  chooseRows,
  countsOf,
  NO_PLACES,
  type Order,
  type Sort,
  sortTextOf,
} from './view.ts';

const mark = { by: null, at: '2026-11-21T09:00:00.000Z' };
const rows = [
  makeRow({
    position: 1,
    filename: 'b10.jpg',
    confidence: 95,
    fields: { title: makeField({ value: 'Zwei Lieder' }) },
  }),
  makeRow({
    position: 2,
    filename: 'b9.jpg',
    status: 'failed',
    confidence: null,
    error: { code: 'image_corrupt', message: '' },
  }),
  makeRow({
    position: 3,
    filename: 'a.jpg',
    confidence: 70,
    fields: { title: makeField({ value: 'Abendlied', verdict: 'pattern' }) },
  }),
  makeRow({
    position: 4,
    filename: 'c.jpg',
    verified: mark,
    fields: { title: makeField({ value: 'Mlssa', edit: { ...mark, value: 'Missa' }, verified: mark }) },
  }),
];
const collator = new Intl.Collator('de', { numeric: true });
function orderBy(sort: Sort): Order {
  const textOf = sortTextOf(sort);
  const texts = textOf === null ? [] : rows.map(textOf).toSorted((a, b) => collator.compare(a, b));
  return { sort, places: new Map(texts.map((text, place) => [text, place])) };
}
const names = ({ sort = 'position', ...chosen }: Partial<Chosen>) =>
  chooseRows(rows, { filter: 'all', q: '', ...chosen }, orderBy(sort)).map((row) => row.filename);

describe('the rows shown', () => {
  it('are filtered by what asks for a person', () => {
    expect(names({ filter: 'check' })).toEqual(['a.jpg']);
    expect(names({ filter: 'notRead' })).toEqual(['b9.jpg']);
    expect(names({ filter: 'edited' })).toEqual(['c.jpg']);
    const asking = { check: 1, invalid: 1, unsure: 0 };
    expect(countsOf(rows)).toEqual({ all: 4, ...asking, edited: 1, verified: 1, notRead: 1 });
  });

  it('are found by what the machine read and by what a person wrote', () => {
    expect(names({ q: 'mlssa' })).toEqual(['c.jpg']);
    expect(names({ q: 'Missa' })).toEqual(['c.jpg']);
    expect(names({ q: 'B9' })).toEqual(['b9.jpg']);
  });

  it('are sorted by name as people count, by doubt, and by a field', () => {
    expect(names({ sort: 'name' })).toEqual(['a.jpg', 'b9.jpg', 'b10.jpg', 'c.jpg']);
    expect(names({ sort: 'confidence' })[1]).toBe('a.jpg');
    expect(names({ sort: 'field:title' })).toEqual(['b9.jpg', 'a.jpg', 'c.jpg', 'b10.jpg']);
    // One that came a moment ago waits at the end for its place.
    const places = new Map([['Abendlied', 0]]);
    const shown = chooseRows(rows, { filter: 'all', q: '' }, { sort: 'field:title', places });
    expect(shown[0]?.filename).toBe('a.jpg');
  });
});

describe('what asks for a person', () => {
  const unsure = makeRow({ position: 1, fields: { title: makeField({ confidence: 20 }) } });
  const invalid = makeRow({ position: 2, fields: { title: makeField({ verdict: 'vocabulary' }) } });
  const flagged = makeRow({ position: 3, flags: ['blurred'] });
  const settled = makeRow({
    position: 4,
    fields: { title: makeField({ verdict: 'kind', edit: { ...mark, value: 'x' } }) },
  });

  it('is a broken rule, an unsure reading or a doubtful scan, each told apart', () => {
    expect(countsOf([unsure, invalid, flagged, settled])).toMatchObject({ check: 3, invalid: 1, unsure: 1 });
  });

  it('stays in the list while it was opened there, also when it is settled', () => {
    const order: Order = { sort: 'position', places: NO_PLACES };
    const shown = chooseRows([invalid, settled], { filter: 'invalid', q: '' }, order, new Set([4]));
    expect(shown.map((row) => row.position)).toEqual([2, 4]);
  });
});

it('is in drawer order when the address asks for none there is', () => {
  const fields = [makeBatchField('Titel')];
  expect(
    ['field:titel', 'time', 'field:gone', 'nonsense', null].map((asked) => asSort(asked, fields)),
  ).toEqual(['field:titel', 'time', 'position', 'position', 'position']);
});

describe('a card that was stopped while it was being read again', () => {
  it('still counts with what was read before, and one never read does not', () => {
    const again = makeRow({ position: 1, status: 'cancelled', text: 'Missa' });
    const never = makeRow({ position: 2, status: 'cancelled', text: null });
    expect(countsOf([again, never])).toMatchObject({ all: 2, notRead: 1 });
  });
});
