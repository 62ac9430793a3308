import { completeFields, type Field, type ResultRow } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { reExtract, tryExtraction } from './re-extract.ts';

const cardId = 'c7ad5a0a-64cd-4d9b-a9a6-2d4e8d6cb1a1';
const text = 'aaaaaaaaab'.repeat(5);
const words = Array.from({ length: 500 }, (_, i) => ({
  text,
  confidence: 90,
  x: (i % 10) * 100,
  y: Math.floor(i / 10) * 40,
  width: 90,
  height: 30,
}));
const row: ResultRow = {
  cardId,
  filename: '1.jpg',
  page: 1,
  position: 1,
  seq: 1,
  version: 1,
  status: 'succeeded',
  confidence: 90,
  text: 'x',
  fields: {},
  verified: null,
  flags: [],
  error: null,
  durationMs: 1,
  words,
};
const card = {
  id: cardId,
  filename: '1.jpg',
  page: 1,
  position: 1,
  state: 'succeeded' as const,
  flags: [],
  errorCode: null,
  errorMessage: null,
  inspectedAt: null,
  width: 1_000,
  height: 2_000,
};

/** A batch of one card; what is written to it. */
function batchOfOne() {
  const written: unknown[] = [];
  return {
    written,
    listCards: async (_batch: string, after: number) => (after === 0 ? [card] : []),
    readResults: async () => [row],
    replaceReadings: async (_batch: string, readings: readonly unknown[]) => written.push(...readings),
  };
}

/** Within every limit of the contract; 0.3 s to compile and 70 ms on each card, measured. */
const slow: Field[] = completeFields(
  Array.from({ length: 200 }, (_, i) => ({ label: `F${i}`, pattern: `(?:a?){200}(?:a|b){200}c${i}` })),
);

it('refuses a template that holds everybody up, and ends within its bound', async () => {
  const db = batchOfOne();
  await expect(tryExtraction(db, 'batch', slow, {}, 20)).rejects.toMatchObject({
    code: 'fields_too_slow',
    status: 422,
  });
  expect(db.written).toEqual([]);
});

it('keeps what was read when a later card takes too long', async () => {
  const db = batchOfOne();
  const quick = await tryExtraction(db, 'batch', completeFields([{ label: 'Titel' }]), {});
  expect(await reExtract(db, 'batch', quick)).toBe(1);
  const huge = Array.from({ length: 20_000 }, (_, i) => ({
    text,
    confidence: 90,
    x: 0,
    y: i * 40,
    width: 90,
    height: 30,
  }));
  const heavy = { ...db, readResults: async () => [{ ...row, words: huge }] };
  const late = await tryExtraction(db, 'batch', completeFields([{ label: 'Titel' }]), {}, 300);
  await expect(reExtract(heavy, 'batch', late)).rejects.toMatchObject({ code: 'fields_too_slow' });
  expect(db.written).toHaveLength(1);
});
