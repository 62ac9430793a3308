import { completeFields, type Template } from '@cardmill/contracts';

import { canonical } from '../canonical.ts';
import { toInputs } from '../field-rows.ts';
import { readingDiffers } from '../reading/reading-options.ts';
import type { SetUpParts } from '../set-up-parts.ts';

/** True while the set-up is what the template would give. A template without languages leaves them open. */
export function sameSetUp(
  { rows, languages, options }: Pick<SetUpParts, 'rows' | 'languages' | 'options'>,
  template: Template,
): boolean {
  return (
    canonical(completeFields(toInputs(rows))) === canonical(template.fields) &&
    readingDiffers(options, template.options ?? {}).length === 0 &&
    (template.languages === undefined || canonical(languages) === canonical(template.languages))
  );
}
