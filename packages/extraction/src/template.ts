import { Field, type ReadingOptions } from '@cardmill/contracts';

import { type Check, createCheck } from './check.ts';
import { createLabelIndex, type LabelIndex } from './label-index.ts';
import { type CompiledPattern, compilePattern } from './pattern.ts';
import { type RecordSplitter, recordSplitter } from './records.ts';
import { anchorIndex } from './zone.ts';

/** A field with everything made ready that does not depend on the card. */
export interface ReadyField {
  readonly field: Field;
  readonly pattern: CompiledPattern | null;
  readonly check: (value: string | null, patternHolds: boolean) => Check;
  /** Its own labels alone, for what is printed in its zone. */
  readonly labels: LabelIndex | null;
}

/** A template made ready to be used on many cards. */
export interface ReadyTemplate {
  /** In the template's order; `ready` is null where the definition is broken. */
  readonly fields: readonly { readonly key: string; readonly ready: ReadyField | null }[];
  readonly labels: LabelIndex;
  readonly anchors: LabelIndex;
  readonly split: RecordSplitter;
}

/** What of a template's options matters here. */
export type ExtractionOptions = Pick<ReadingOptions, 'records'>;

export function readyTemplate(given: readonly Field[], options: ExtractionOptions): ReadyTemplate {
  const fields = given.flatMap((field: unknown) => {
    const key = keyOf(field);
    const sound = key === null ? undefined : Field.safeParse(field).data;
    return key === null ? [] : [{ key, ready: sound === undefined ? null : readyField(sound) }];
  });
  const sound = fields.flatMap(({ ready }) => ready?.field ?? []);
  return {
    fields,
    labels: createLabelIndex(sound),
    anchors: anchorIndex(sound.flatMap(({ zone }) => zone?.anchor ?? [])),
    split: recordSplitter(options.records),
  };
}

function readyField(field: Field): ReadyField {
  const compiled = field.pattern === null ? null : compilePattern(field.pattern);
  return {
    field,
    // A broken pattern was refused when the template was saved; a stored one is as good as none.
    pattern: compiled?.ok === true ? compiled.pattern : null,
    check: createCheck(field),
    labels: field.zone === null ? null : createLabelIndex([field]),
  };
}

function keyOf(field: unknown): string | null {
  if (typeof field !== 'object' || field === null || !('key' in field)) return null;
  return typeof field.key === 'string' && field.key !== '' ? field.key : null;
}
