import { type Batch, type BatchPatch, completeFields, type Field } from '@cardmill/contracts';

import { canonical } from '../canonical.ts';
import { readingDiffers } from '../reading/reading-options.ts';

export const SET_UP_PARTS = ['title', 'template', 'languages', 'reading', 'fields'] as const;
export type SetUpPart = (typeof SET_UP_PARTS)[number];

/** In what a batch on the server is not what would be sent. What is not sent says nothing. */
export function differing(batch: Batch, patch: BatchPatch): SetUpPart[] {
  const differs: Record<SetUpPart, boolean> = {
    title: patch.title !== undefined && patch.title !== batch.title,
    template: patch.templateId !== undefined && patch.templateId !== batch.templateId,
    languages: patch.languages !== undefined && canonical(patch.languages) !== canonical(batch.languages),
    reading: patch.options !== undefined && readingDiffers(patch.options, batch.options).length > 0,
    fields: patch.fields !== undefined && canonical(completeFields(patch.fields)) !== canonical(batch.fields),
  };
  return SET_UP_PARTS.filter((part) => differs[part]);
}

/** Names of fields that are only theirs, only mine, and in both but not the same; and whether only their order differs. */
export function fieldsDiffer(mine: readonly Field[], theirs: readonly Field[]) {
  const keysOf = (fields: readonly Field[]) => new Map(fields.map((field) => [field.key, field]));
  const [here, there] = [keysOf(mine), keysOf(theirs)];
  const named = (fields: readonly Field[]): string[] => fields.map(({ label }) => label);
  const more = named(theirs.filter(({ key }) => !here.has(key)));
  const fewer = named(mine.filter(({ key }) => !there.has(key)));
  const other = named(
    theirs.filter((field) => {
      const own = here.get(field.key);
      return own !== undefined && canonical(own) !== canonical(field);
    }),
  );
  return { more, fewer, other, order: more.length + fewer.length + other.length === 0 };
}
