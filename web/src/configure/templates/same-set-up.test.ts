import { expect, it } from 'vitest';

import { makeField, makeTemplate } from '../../testing/fake-api.suite.ts';
import { changeRow, toRows } from '../field-rows.ts';
import { sameSetUp } from './same-set-up.ts';

const zone = { x: 0.1, y: 0.1, width: 0.2, height: 0.1 };
const template = { ...makeTemplate('Music', [makeField('Titel', { zone })]), languages: ['deu'] };
const rows = toRows(template.fields);
const setUp = { rows, languages: ['deu'], options: {} };

it('is the template as long as nothing of it was changed', () => {
  expect(sameSetUp(setUp, template)).toBe(true);
  const { height, width, y, x } = zone;
  const again = changeRow(rows, rows[0]?.id ?? 0, { zone: { height, width, y, x } });
  expect(sameSetUp({ ...setUp, rows: again }, template)).toBe(true);
});

it.each([
  ['a field', { ...setUp, rows: changeRow(rows, rows[0]?.id ?? 0, { required: true }) }],
  ['a zone', { ...setUp, rows: changeRow(rows, rows[0]?.id ?? 0, { zone: { ...zone, angle: 3 } }) }],
  ['the languages', { ...setUp, languages: ['deu', 'lat'] }],
  ['the options', { ...setUp, options: { secondLook: false } }],
])('is another set-up when %s was changed', (_what, changed) => {
  expect(sameSetUp(changed, template)).toBe(false);
});

it('leaves languages open that the template leaves open', () => {
  const open = makeTemplate('Music', template.fields);
  expect(sameSetUp({ ...setUp, languages: ['fra'] }, open)).toBe(true);
});
