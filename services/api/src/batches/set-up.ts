import { completeFields, type Field, type FieldInput, type ReadingOptions } from '@cardmill/contracts';
import type { BatchSetUp } from '@cardmill/db';
import { compilePattern } from '@cardmill/extraction';
import { ProblemError } from '@cardmill/server-kit';

import type { Api } from '../deps.ts';
import { findTemplate } from '../templates/find.ts';
import { knownLanguages } from './languages.ts';

/** Read when nothing else is asked for. */
const DEFAULT_LANGUAGE = 'deu';

interface Given {
  fields?: readonly FieldInput[] | undefined;
  templateId?: string | null | undefined;
  languages?: string[] | undefined;
  options?: ReadingOptions | undefined;
}

/**
 * Fields with everything said and every pattern compiled once.
 * @throws ProblemError `pattern_invalid`
 */
export function checkFields(inputs: readonly FieldInput[]): Field[] {
  const fields = completeFields(inputs);
  const errors = fields.flatMap((field, i) => {
    const compiled = field.pattern === null ? null : compilePattern(field.pattern);
    return compiled?.ok === false ? [{ path: `body.fields.${i}.pattern`, message: compiled.message }] : [];
  });
  if (errors.length > 0) throw new ProblemError('pattern_invalid', { extra: { errors } });
  return fields;
}

/** @throws ProblemError `pattern_invalid` when what starts a record is not RE2 syntax */
export function checkOptions({ records }: Pick<ReadingOptions, 'records'>): void {
  if (records === undefined || 'field' in records) return;
  const compiled = compilePattern(records.pattern);
  if (compiled.ok) return;
  const errors = [{ path: 'body.options.records.pattern', message: compiled.message }];
  throw new ProblemError('pattern_invalid', { extra: { errors } });
}

/**
 * What of a batch's set-up is given: a template's fields, languages and options are copied, so that a later change of
 * the template leaves the batch as it is; what is given beside it wins.
 * @throws ProblemError `template_unknown`, `language_missing`, `handwriting_off`, `pattern_invalid`
 */
export async function resolveSetUp(
  api: Pick<Api, 'db'>,
  given: Given,
): Promise<Partial<Pick<BatchSetUp, 'fields' | 'templateId' | 'languages' | 'options'>>> {
  const template = typeof given.templateId === 'string' ? await findTemplate(api.db, given.templateId) : null;
  if (template === null && typeof given.templateId === 'string') throw new ProblemError('template_unknown');
  const fields = given.fields === undefined ? template?.fields : checkFields(given.fields);
  const languages = given.languages ?? template?.languages;
  const options = given.options ?? template?.options;
  if (languages !== undefined) await checkLanguages(api, languages);
  if (options !== undefined) {
    checkOptions(options);
    await checkHandwriting(api, options);
  }
  return {
    ...(fields === undefined ? {} : { fields }),
    ...(given.templateId === undefined ? {} : { templateId: given.templateId }),
    ...(languages === undefined ? {} : { languages: [...new Set(languages)] }),
    ...(options === undefined ? {} : { options }),
  };
}

/** The languages of a batch for which none were given: one that the workers can read. */
export async function defaultLanguages(api: Pick<Api, 'db'>): Promise<string[]> {
  const codes = (await knownLanguages(api.db)).map((language) => language.code);
  return [codes.includes(DEFAULT_LANGUAGE) ? DEFAULT_LANGUAGE : (codes[0] ?? DEFAULT_LANGUAGE)];
}

/** @throws ProblemError `language_missing`, naming what is missing and what is there */
export async function checkLanguages(api: Pick<Api, 'db'>, languages: readonly string[]): Promise<void> {
  const codes = (await knownLanguages(api.db)).map((language) => language.code);
  const missing = languages.filter((code) => !codes.includes(code));
  if (missing.length === 0) return;
  throw new ProblemError('language_missing', {
    detail: `No model for ${missing.join(', ')}; there are ${codes.join(', ')}.`,
  });
}

/** @throws ProblemError `handwriting_off` when it is asked for and the workers have no endpoint for it */
export async function checkHandwriting(api: Pick<Api, 'db'>, options: ReadingOptions): Promise<void> {
  if (options.handwriting === true && !(await api.db.workersReadHandwriting()))
    throw new ProblemError('handwriting_off');
}
