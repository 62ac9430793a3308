import { describe, expect, it } from 'vitest';

import { completeFields, Field, FieldInput, FieldInputs } from './fields.ts';

describe('completeFields', () => {
  it('fills in everything that was left out', () => {
    expect(completeFields([{ label: 'Komponist' }])).toEqual([
      {
        key: 'komponist',
        label: 'Komponist',
        kind: 'text',
        synonyms: [],
        zone: null,
        pattern: null,
        vocabulary: [],
        required: false,
      },
    ]);
  });

  it('keeps what was said', () => {
    const said = {
      key: 'Call_No',
      label: 'Signatur',
      kind: 'choice' as const,
      synonyms: ['Sign.'],
      zone: { x: 0, y: 0, width: 0.5, height: 0.25 },
      pattern: '[A-Z]+ (\\d+)',
      vocabulary: ['A', 'B'],
      required: true,
    };
    expect(completeFields([said])).toEqual([said]);
  });

  it('gives every field a key of its own, and a chosen key goes before a made one', () => {
    const keys = completeFields([
      { label: 'Titel' },
      { label: 'Titel' },
      { label: 'titel!' },
      { label: 'Zweiter', key: 'titel-2' },
      { label: '★' },
      { label: '☆' },
    ]).map((field) => field.key);
    expect(keys).toEqual(['titel', 'titel-3', 'titel-4', 'titel-2', 'field', 'field-2']);
  });

  it('makes fields that the schema of kept fields accepts', () => {
    const inputs = Array.from({ length: 200 }, (_, n) => ({ label: 'ß'.repeat(1 + (n % 199)) }));
    for (const field of completeFields(inputs)) expect(Field.safeParse(field).success).toBe(true);
  });
});

describe('places', () => {
  const field = (given: object) => FieldInput.safeParse({ label: 'A', ...given }).success;
  const zone = { x: 0, y: 0, width: 0.5, height: 0.5 };

  it('of a zone count from the card or from an anchor, negative only from an anchor', () => {
    expect(field({ zone: { ...zone, x: -0.1 } })).toBe(false);
    expect(field({ zone: { ...zone, x: -0.1, anchor: 'Firma' } })).toBe(true);
    expect(field({ zone: { ...zone, anchor: '' } })).toBe(false);
    expect(field({ zone: { ...zone, x: -1.5, anchor: 'Firma' } })).toBe(false);
  });

  it('of lines count from 1 or from -1', () => {
    expect(field({ lines: { from: 1, to: -1 } })).toBe(true);
    expect(field({ lines: { from: 0, to: 1 } })).toBe(false);
    expect(field({ lines: { from: 1 } })).toBe(false);
    expect(completeFields([{ label: 'A', lines: { from: 1, to: 2 } }])[0]?.lines).toEqual({ from: 1, to: 2 });
  });

  it('are kept fields too, as are those from before there were any', () => {
    const [old] = completeFields([{ label: 'A', lines: null }]);
    expect(old).not.toHaveProperty('lines');
    expect(Field.safeParse(old).success).toBe(true);
  });
});

describe('FieldInputs', () => {
  it.each([
    [[{ label: 'A' }, { label: 'A' }], true],
    [
      [
        { label: 'A', key: 'a' },
        { label: 'B', key: 'a' },
      ],
      false,
    ],
    [[{ label: '   ' }], false],
    [[{ key: 'a' }], false],
    [[{ label: 'A', unknown: 1 }], false],
    [[{ label: 'A', key: 'a b' }], false],
    [[{ label: 'A', zone: { x: 0, y: 0, width: 1.1, height: 1 } }], false],
    [Array.from({ length: 201 }, () => ({ label: 'A' })), false],
  ])('%j accepted: %s', (fields, accepted) => {
    expect(FieldInputs.safeParse(fields).success).toBe(accepted);
  });

  it('trims a label', () => {
    expect(FieldInput.parse({ label: '  Ort ' }).label).toBe('Ort');
  });
});
