import type { IncomingMessage } from 'node:http';

import type { Replacement } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

import { requireBatchId } from '../batches/find.ts';
import type { Api } from '../deps.ts';
import { noFields } from '../upload/destination.ts';
import { drain, receiveMultipart, UploadAborted } from '../upload/multipart.ts';
import { type Rejected, takeFile } from '../upload/take-file.ts';

export type Replaced = Replacement | Rejected;

/**
 * Takes one file (multipart, or the bare image as the body) as the new scan of a card. The old one stays until the new
 * one is accepted.
 * @throws ProblemError `batch_not_found`, `card_not_found`, `invalid_request`; UploadAborted
 */
export async function replaceScan(
  api: Api,
  req: IncomingMessage,
  batch: string,
  filename: string,
): Promise<Replaced> {
  const batchId = await requireBatchId(api.db, batch);
  if ((await api.db.findCardImages(batch, filename)) === null) throw new ProblemError('card_not_found');
  const take = (body: Parameters<typeof takeFile>[1]): Promise<Replaced> =>
    takeFile<Replacement>(api, body, {
      filename,
      // One card is one page: a second one would have no place.
      maxPages: 1,
      batchId: async () => batchId,
      accept: (intentId, file) => api.db.replaceFile(intentId, filename, file),
    });
  if (!/^multipart\//i.test(req.headers['content-type'] ?? '')) {
    try {
      return await take(req);
    } catch (error) {
      if (req.readableAborted) throw new UploadAborted('the sender went away', { cause: error });
      throw error;
    } finally {
      drain(req);
    }
  }
  let result: Replaced | undefined;
  await receiveMultipart(req, {
    onFields: async (fields) => noFields(fields),
    async onFile(_name, body) {
      if (result !== undefined) throw new ProblemError('invalid_request', { detail: 'Send one file.' });
      result = await take(body);
    },
  });
  if (result === undefined) throw new ProblemError('invalid_request', { detail: 'There is no file.' });
  return result;
}
