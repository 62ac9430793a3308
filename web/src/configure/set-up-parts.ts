import type { Batch, BatchPatch, ReadingOptions } from '@cardmill/contracts';

import { type FieldRow, sameRows, toInputs, toRows } from './field-rows.ts';

/** What a draft's set-up is made of, as it is edited. */
export interface SetUpParts {
  readonly title: string;
  readonly rows: readonly FieldRow[];
  readonly languages: readonly string[];
  readonly templateId: string | null;
  readonly options: ReadingOptions;
}

/** @param before rows that are shown; the same fields stay the same rows. */
export const partsOf = (batch: Batch, before: readonly FieldRow[] = []): SetUpParts => ({
  title: batch.title,
  rows: sameRows(toRows(batch.fields), before),
  languages: batch.languages,
  templateId: batch.templateId,
  options: batch.options,
});

/** What is sent of it. What the contract does not take, an empty title or no language, waits here until it is filled in. */
export const patchOf = ({ title, rows, languages, templateId, options }: SetUpParts): BatchPatch => ({
  fields: toInputs(rows),
  templateId,
  options,
  ...(title.trim() === '' ? {} : { title: title.trim() }),
  ...(languages.length === 0 ? {} : { languages: [...languages] }),
});
