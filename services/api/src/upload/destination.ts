import { NewBatch } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { createDraft } from '../batches/create.ts';
import { requireBatchId } from '../batches/find.ts';
import { defaultLanguages } from '../batches/set-up.ts';
import type { Api } from '../deps.ts';
import { parsePart } from '../http/parse.ts';
import type { Destination } from './upload.ts';

/** The form's fields beside `files`. */
export const UploadFields = z.union(
  [
    z.strictObject({ batch: z.string().max(120), station: NewBatch.shape.station }),
    z.strictObject({ title: NewBatch.shape.title, station: NewBatch.shape.station }),
  ],
  { error: 'give batch, or title and, if wanted, station' },
);

/** A batch that is there. */
export async function namedBatch(api: Pick<Api, 'db'>, name: string): Promise<Destination> {
  const id = await requireBatchId(api.db, name);
  return { name: () => name, batchId: async () => id, forget: async () => undefined };
}

/** A draft that is made when the first file has passed the first look. */
export function newDraft(api: Pick<Api, 'db' | 'hints'>, title: string, station: string): Destination {
  let made: { id: string; name: string } | undefined;
  return {
    name: () => made?.name ?? null,
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
  return 'batch' in form ? namedBatch(api, form.batch) : newDraft(api, form.title, form.station ?? '');
}

/** @throws ProblemError `invalid_request`: the address names the batch already */
export function noFields(fields: Readonly<Record<string, string>>): void {
  if (Object.keys(fields).length > 0) {
    throw new ProblemError('invalid_request', { detail: 'This address takes files only, no form fields.' });
  }
}
