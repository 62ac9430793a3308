import { z } from 'zod';

import { slugify } from './slug.ts';

export const FIELD_KINDS = ['text', 'date', 'number', 'choice'] as const;
export const FieldKind = z.enum(FIELD_KINDS);
export type FieldKind = z.infer<typeof FieldKind>;

const share = z.number().min(0).max(1);
const offset = z.number().min(-1).max(1);
const label = z.string().trim().min(1).max(200);
const key = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

/**
 * A part of the card, as shares of the upright access image's width and height, origin top left. A card
 * that lay askew is levelled first: its words are where they stand once the image is turned about its middle until the
 * lines are level. With an `anchor`, a word
 * or words printed on the card, `x` and `y` count from the anchor's top left corner and may be negative; on a card
 * without the anchor there is no zone. `angle`: degrees clockwise by which the zone is turned about its own middle, for
 * what is written across the card.
 */
export const Zone = z
  .strictObject({
    x: offset,
    y: offset,
    width: share,
    height: share,
    angle: z.number().min(-180).max(180).optional(),
    anchor: label.optional(),
  })
  .refine(({ x, y, anchor }) => anchor !== undefined || (x >= 0 && y >= 0), {
    message: 'x and y may be negative only from an anchor',
  });
export type Zone = z.infer<typeof Zone>;

const place = z
  .int()
  .min(-100)
  .max(100)
  .refine((n) => n !== 0, { message: 'lines are counted from 1 at the top or from -1 at the bottom' });
/** Lines of the card by their place: 1 is the topmost, -1 the lowest, both ends included. In a zone, lines of the zone. */
export const LineSpan = z.strictObject({ from: place, to: place });
export type LineSpan = z.infer<typeof LineSpan>;

/** A field as a person gives it: only the label is required. */
export const FieldInput = z.strictObject({
  label,
  key: key.optional(),
  kind: FieldKind.optional(),
  synonyms: z.array(label).max(50).optional(),
  zone: Zone.nullish(),
  lines: LineSpan.nullish(),
  /**
   * RE2 syntax; the first group that took part is the value, else the whole match. Tried on each line, then on the whole
   * text; on the whole text alone when it begins with `(?s)`.
   */
  pattern: z.string().max(1_000).nullish(),
  vocabulary: z.array(z.string().min(1).max(500)).max(10_000).optional(),
  required: z.boolean().optional(),
});
export type FieldInput = z.infer<typeof FieldInput>;

/** A field as the system keeps it: everything said. */
export const Field = z.object({
  key,
  label,
  kind: FieldKind,
  synonyms: z.array(z.string()),
  zone: Zone.nullable(),
  /** Absent when the place on the card says nothing. */
  lines: LineSpan.optional(),
  pattern: z.string().nullable(),
  vocabulary: z.array(z.string()),
  required: z.boolean(),
});
export type Field = z.infer<typeof Field>;

export const FieldInputs = z
  .array(FieldInput)
  .max(200)
  .refine((fields) => new Set(fields.map((field) => field.key ?? {})).size === fields.length, {
    message: 'two fields have the same key',
  });

/** Fills in what was left out. A key made from the label gets a number when another field has it already. */
export function completeFields(inputs: readonly FieldInput[]): Field[] {
  const taken = new Set(inputs.flatMap((input) => input.key ?? []));
  const freeKey = (text: string): string => {
    const base = slugify(text, 'field');
    let candidate = base;
    for (let n = 2; taken.has(candidate); n += 1) candidate = `${base}-${n}`;
    taken.add(candidate);
    return candidate;
  };
  return inputs.map((input) => ({
    key: input.key ?? freeKey(input.label),
    label: input.label,
    kind: input.kind ?? 'text',
    synonyms: input.synonyms ?? [],
    zone: input.zone ?? null,
    ...(input.lines == null ? {} : { lines: input.lines }),
    pattern: input.pattern ?? null,
    vocabulary: input.vocabulary ?? [],
    required: input.required ?? false,
  }));
}
