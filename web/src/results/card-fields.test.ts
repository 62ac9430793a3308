import { expect, it } from 'vitest';

import { makeField as makeBatchField } from '../testing/fake-api.suite.ts';
import { cardFields } from './card-fields.ts';
import { makeField } from './make-row.suite.ts';

const fields = [makeBatchField('Titel'), makeBatchField('Jahr')];

it('is the template, also for what was not read', () => {
  expect(cardFields(fields, { fields: {} }).map((record) => record.map((one) => one.key))).toEqual([
    ['titel', 'jahr'],
  ]);
});

it('tells the records of a card apart, each in template order', () => {
  const row = {
    fields: { 'jahr#2': makeField(), titel: makeField(), 'titel#2': makeField(), 'titel#3': makeField() },
  };
  expect(cardFields(fields, row).map((record) => record.map((one) => one.key))).toEqual([
    ['titel', 'jahr'],
    ['titel#2', 'jahr#2'],
    ['titel#3'],
  ]);
});

it('leaves out what belongs to no field of the batch', () => {
  expect(cardFields(fields, { fields: { 'other#2': makeField() } })).toHaveLength(1);
});
