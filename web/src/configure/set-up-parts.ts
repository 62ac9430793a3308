import type { ReadingOptions } from '@cardmill/contracts';

import type { FieldRow } from './field-rows.ts';

/** What a draft's set-up is made of, as it is edited. */
export interface SetUpParts {
  readonly title: string;
  readonly rows: readonly FieldRow[];
  readonly languages: readonly string[];
  readonly templateId: string | null;
  readonly options: ReadingOptions;
}
