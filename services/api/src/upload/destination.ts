import { cleanFilename, NewBatch, pageFilename, UploadBefore } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { createDraft } from '../batches/create.ts';
import { requireBatchId } from '../batches/find.ts';
import { defaultLanguages } from '../batches/set-up.ts';
import type { Api } from '../deps.ts';
import { parsePart } from '../http/parse.ts';
import type { Destination } from './upload.ts';

/** The names of cards in front of which the new ones belong, from the field's JSON. */
const Before = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'give a JSON array of file names' });
      return z.NEVER;
    }
  })
  .pipe(UploadBefore)
  // A TIFF of several pages is there under the names of its pages.
  .transform((names) => names.map(cleanFilename).flatMap((name) => [name, pageFilename(name, 1)]))
  .default([]);
const IntoBatch = z.strictObject({ before: Before });

/** The form's fields beside `files`. */
export const UploadFields = z.union(
  [
    z.strictObject({ batch: z.string().max(120), station: NewBatch.shape.station, before: Before }),
    z.strictObject({ title: NewBatch.shape.title, station: NewBatch.shape.station }),
  ],
  { error: 'give batch, or title and, if wanted, station' },
);

/** A batch that is there. */
export async function namedBatch(
  api: Pick<Api, 'db'>,
  name: string,
  before: readonly string[] = [],
): Promise<Destination> {
  const id = await requireBatchId(api.db, name);
  return { name: () => name, batchId: async () => id, before, forget: async () => undefined };
}

/** A draft that is made when the first file has passed the first look. */
export function newDraft(api: Pick<Api, 'db' | 'hints'>, title: string, station: string): Destination {
  let made: { id: string; name: string } | undefined;
  return {
    name: () => made?.name ?? null,
    before: [],
    async batchId() {
      made ??= await createDraft(api, {
        title,
        station,
        fields: [],
        templateId: null,
        languages: await defaultLanguages(api),
        options: {},
      });
      return made.id;
    },
    async forget() {
      if (made === undefined) return;
      const { name } = made;
      made = undefined;
      const deleted = await api.db.deleteBatch(name);
      if (deleted !== null) api.hints.send({ batch: name, seq: deleted.seq, kind: 'gone' });
    },
  };
}

/** @throws ProblemError `invalid_request`, `batch_not_found` */
export async function openDestination(
  api: Pick<Api, 'db' | 'hints'>,
  fields: Readonly<Record<string, string>>,
): Promise<Destination> {
  const form = parsePart(UploadFields, fields, 'form');
  return 'batch' in form
    ? namedBatch(api, form.batch, form.before)
    : newDraft(api, form.title, form.station ?? '');
}

/**
 * The fields of an upload whose address names the batch already: at most `before`.
 * @throws ProblemError `invalid_request`
 */
export const fieldsOfNamed = (fields: Readonly<Record<string, string>>): z.output<typeof IntoBatch> =>
  parsePart(IntoBatch, fields, 'form');

/** @throws ProblemError `invalid_request`: the address names the card already */
export function noFields(fields: Readonly<Record<string, string>>): void {
  if (Object.keys(fields).length > 0) {
    throw new ProblemError('invalid_request', { detail: 'This address takes a file only, no form fields.' });
  }
}
