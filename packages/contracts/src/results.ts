import { z } from 'zod';

import { CodedError } from './problems.ts';
import { CardState } from './states.ts';

/** A read word; pixels of the upright access image, origin top left; confidence 0 to 100. */
export const Word = z.object({
  text: z.string(),
  confidence: z.number().min(0).max(100),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type Word = z.infer<typeof Word>;

/** How a value was found. */
export const FieldSource = z.enum(['label', 'zone', 'pattern', 'line', 'none']);
export type FieldSource = z.infer<typeof FieldSource>;

/** What the field's checks say: nothing to object, nothing found, or the rule that is broken. */
export const Verdict = z.enum(['ok', 'empty', 'pattern', 'vocabulary', 'kind', 'required']);
export type Verdict = z.infer<typeof Verdict>;

/** What the machine read for one field. */
export const FieldReading = z.object({
  /** As it was read: never corrected, never modernised. */
  value: z.string().nullable(),
  /**
   * The value in a standard form, beside it, where one is certain: a date in ISO 8601 as precise as it is written
   * (`1941-11-18`, `1941-11`, `1941`), a plain decimal, the entry of the vocabulary or the code of the pattern that is meant.
   */
  normalised: z.string().optional(),
  /** The lowest confidence among the words of the value, 0 to 100; null without a value. */
  confidence: z.number().min(0).max(100).nullable(),
  source: FieldSource,
  verdict: Verdict,
  /** Positions in the card's word list that the value came from. */
  words: z.array(z.int().min(0)).optional(),
});
export type FieldReading = z.infer<typeof FieldReading>;

/** A person's mark: who and when; `by` is null while sign-in is off. */
export const Mark = z.object({ by: z.string().nullable(), at: z.iso.datetime() });
export const Edit = Mark.extend({ value: z.string() });
export type Edit = z.infer<typeof Edit>;

export const ResultField = FieldReading.extend({ edit: Edit.nullable(), verified: Mark.nullable() });
export type ResultField = z.infer<typeof ResultField>;

/** What was noticed about the scan itself; `handwriting`: the text is a vision model's, so look at it. */
export const Flag = z.enum(['blank', 'blurred', 'too_dark', 'too_small', 'duplicate', 'handwriting']);
export type Flag = z.infer<typeof Flag>;

export const ResultRow = z.object({
  cardId: z.uuid(),
  filename: z.string(),
  /** Page of the stored file, counted from 1. */
  page: z.int().min(1),
  /** Place in the batch, counted from 1. */
  position: z.int().min(1),
  seq: z.int().min(0),
  version: z.int().min(1),
  status: CardState.extract(['succeeded', 'failed', 'cancelled']),
  confidence: z.number().min(0).max(100).nullable(),
  text: z.string().nullable(),
  fields: z.record(z.string(), ResultField),
  verified: Mark.nullable(),
  flags: z.array(Flag),
  error: CodedError.nullable(),
  durationMs: z.int().min(0).nullable(),
  words: z.array(Word).optional(),
  /** With the words: degrees by which the lines of text fall to the right in the image that they are in. */
  angle: z.number().optional(),
});
export type ResultRow = z.infer<typeof ResultRow>;

/** Most records that are told apart on one card. */
export const MAX_RECORDS = 50;
/** Key of a field in a card's record, counted from 1: the first record's fields have their own keys, `title`, the next `title#2`. */
export const recordKey = (key: string, record: number): string => (record === 1 ? key : `${key}#${record}`);
/** The other way round: which field of which record a key means. */
export function splitRecordKey(key: string): { key: string; record: number } {
  const [, base, record] = /^(.*)#([1-9]\d*)$/s.exec(key) ?? [];
  return base === undefined ? { key, record: 1 } : { key: base, record: Number(record) };
}

const resultKey = z.string().max(90);
/** Body of `PATCH …/results/{filename}`. `fields`: a value to set, null takes the edit back. */
export const ResultPatch = z
  .strictObject({
    fields: z.record(resultKey, z.string().max(20_000).nullable()).optional(),
    verifiedFields: z
      .array(resultKey)
      .max(200 * MAX_RECORDS)
      .optional(),
    verified: z.boolean().optional(),
  })
  .refine((patch) => Object.values(patch).some((part) => part !== undefined), {
    message: 'nothing to change',
  });
export type ResultPatch = z.infer<typeof ResultPatch>;

export const ResultsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
  /** Position of the last row already seen. */
  after: z.coerce.number().int().min(0).optional(),
  since: z.coerce.number().int().min(0).optional(),
  /** Only rows whose number is at most this one. */
  until: z.coerce.number().int().min(0).optional(),
  /** Only rows that changed without a number within so many seconds: by a person, or by a template applied again. */
  revisedWithin: z.coerce.number().int().min(1).max(86_400).optional(),
  status: z.string().optional(),
  q: z.string().max(200).optional(),
  include: z.literal('words').optional(),
});
export type ResultsQuery = z.infer<typeof ResultsQuery>;
