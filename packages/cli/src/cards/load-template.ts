import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { FieldInputs, FREE_TEXT, Languages, ReadingOptions } from '@cardmill/contracts';
import type { NewBatch } from '@cardmill/contracts';
import { z } from 'zod';

/** The part of a new batch that a template says. */
export type TemplateChoice = Pick<NewBatch, 'templateId' | 'fields' | 'languages' | 'options'>;

// What GET /api/v1/templates/{id} answers fits too: what a file does not need is let go.
const fileSchema = z.union([
  FieldInputs.transform((fields) => ({ fields, languages: undefined, options: undefined })),
  z.object({
    fields: z.array(z.looseObject({})).pipe(FieldInputs),
    languages: Languages.optional(),
    options: ReadingOptions.optional(),
  }),
]);

/**
 * Reads what `--template` names: a JSON file (fields, or a template with them) or the id of a template
 * of the Cardmill that is used. Nothing named: the whole text, without fields.
 *
 * @throws when the file cannot be read or is no template
 */
export async function loadTemplate(named: string | undefined, from: string): Promise<TemplateChoice> {
  if (named === undefined) return { templateId: FREE_TEXT };
  const path = resolve(from, named);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (/[./\\]/.test(named)) throw new Error(`the template ${named} cannot be read`, { cause });
    return undefined;
  });
  // No such file, and no name of a file either.
  if (text === undefined) return { templateId: named };
  const { fields, languages, options } = parse(text, named);
  return {
    ...(fields.length === 0 ? { templateId: FREE_TEXT } : { fields }),
    ...(languages === undefined ? {} : { languages }),
    ...(options === undefined ? {} : { options }),
  };
}

function parse(text: string, named: string): z.output<typeof fileSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`the template ${named} is not JSON`, { cause });
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(`the template ${named} is not one: ${z.prettifyError(parsed.error)}`);
}

/** `deu+eng`, as Tesseract writes it, or with commas. */
export function parseLanguages(text: string | undefined): NewBatch['languages'] {
  if (text === undefined) return undefined;
  const parsed = Languages.safeParse(text.split(/[+,\s]+/).filter((code) => code !== ''));
  if (parsed.success) return parsed.data;
  throw new Error(`--languages: one to five codes such as deu+eng, not "${text}"`);
}
