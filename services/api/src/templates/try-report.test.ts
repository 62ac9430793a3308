import type { FieldReading, TryCard } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { compareFields, measureText, reportOf } from './try-report.ts';

const reading = (value: string | null, confidence: number | null = 90): FieldReading => ({
  value,
  confidence: value === null ? null : confidence,
  source: 'label',
  verdict: 'ok',
});

const ID = '00000000-0000-7000-8000-000000000001';
const card = (more: Partial<TryCard>): TryCard => ({
  cardId: ID,
  filename: 'a.jpg',
  status: 'read',
  error: null,
  text: '',
  confidence: 80,
  durationMs: 1_000,
  flags: [],
  fields: {},
  compared: {},
  characterErrorRate: null,
  image: null,
  ...more,
});

describe('fields of one card against the truth', () => {
  const fields = [{ key: 'title' }, { key: 'year' }, { key: 'place' }];

  it('are compared where the template asks and the truth is known, in either form of the value', () => {
    const read = { title: reading('Die  Karte.'), year: { ...reading('März 1907'), normalised: '1907-03' } };
    const truth = { title: 'die Karte', year: '1907-03', place: 'Basel', publisher: 'nobody asked' };
    expect(compareFields(fields, read, truth)).toEqual({
      title: { truth: 'die Karte', outcome: 'right' },
      year: { truth: '1907-03', outcome: 'right' },
      place: { truth: 'Basel', outcome: 'missing' },
    });
  });

  it('of a later record are its own', () => {
    const read = { title: reading('eins'), 'title#2': reading('zwei') };
    expect(compareFields(fields, read, { title: 'eins', 'title#2': 'zwei', 'x#2': 'y' })).toMatchObject({
      title: { outcome: 'right' },
      'title#2': { outcome: 'right' },
    });
  });

  it('are not found in what every object has', () => {
    expect(compareFields([{ key: 'constructor' }], {}, { constructor: 'x' })).toEqual({
      constructor: { truth: 'x', outcome: 'missing' },
    });
  });
});

describe('the report', () => {
  const of = (...cards: TryCard[]) => reportOf(cards.map((card) => ({ card, errors: null })));

  it('is none while no card is read', () => {
    expect(of(card({ status: 'waiting' }), card({ status: 'failed' }))).toBeNull();
  });

  it('says the time of a card even where no truth is known', () => {
    const report = of(card({ durationMs: 1_000 }), card({ durationMs: 3_000 }), card({ durationMs: null }));
    expect(report).toMatchObject({
      cards: 3,
      secondsPerCard: { median: 2, p95: 3 },
      characterErrorRate: null,
      fields: {},
      allFields: null,
      review: null,
    });
  });

  it('takes the records of a card together, and reviews what has no value first', () => {
    const report = of(
      card({
        fields: { title: reading('x', 95), 'title#2': reading('y', 40), year: reading(null) },
        compared: {
          title: { truth: 'x', outcome: 'right' },
          'title#2': { truth: 'z', outcome: 'wrong' },
          year: { truth: '1907', outcome: 'missing' },
        },
      }),
    );
    expect(report?.fields).toMatchObject({
      title: { right: 1, wrong: 1, accuracy: 0.5 },
      year: { missing: 1, accuracy: 0 },
    });
    expect(report?.allFields).toMatchObject({ accuracy: 1 / 3 });
    expect(report?.review?.of).toBe('fields');
    expect(report?.review?.points.find(({ stopAt }) => stopAt === 5)).toMatchObject({ errors: 1 });
    expect(report?.review?.points.find(({ stopAt }) => stopAt === 45)).toMatchObject({ errors: 0 });
  });

  it('reviews texts where there is no field', () => {
    const report = reportOf([
      { card: card({ confidence: 50 }), errors: measureText('abXd', 'abcd') },
      { card: card({ confidence: 99 }), errors: measureText('abcd', 'abcd') },
      { card: card({ confidence: 10 }), errors: measureText('not known', undefined) },
    ]);
    expect(report?.characterErrorRate).toMatchObject({ cards: 2, mean: 0.125, pooled: 0.125 });
    expect(report?.review?.of).toBe('cards');
    expect(report?.review?.points.find(({ stopAt }) => stopAt === 55)).toMatchObject({ errors: 0 });
  });
});
