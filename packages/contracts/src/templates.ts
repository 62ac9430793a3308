import { z } from 'zod';

import { Languages, ReadingOptions } from './batches.ts';
import { Field, FieldInputs } from './fields.ts';

export const TemplateInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  fields: FieldInputs,
  languages: Languages.optional(),
  options: ReadingOptions.optional(),
});
export type TemplateInput = z.infer<typeof TemplateInput>;

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  builtIn: z.boolean(),
  fields: z.array(Field),
  languages: Languages.optional(),
  options: ReadingOptions.optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Template = z.infer<typeof Template>;

/** The template without fields: the whole text is what is wanted. A deliberate choice, so a batch may start with it. */
export const FREE_TEXT = 'free-text';
