import { MATCHES } from '@cardmill/contracts';
import type { SearchCursor } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

/** `next` of a page: opaque to whoever sends it back. */
export const writeCursor = ({ match, batchId, position }: SearchCursor): string =>
  `${match}.${batchId}.${position}`;

const FORM = /^([a-z]+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,9})$/;

/** @throws ProblemError `invalid_request` for what no page gave. */
export function readCursor(text: string): SearchCursor {
  const [, word, batchId, position] = FORM.exec(text) ?? [];
  const match = MATCHES.find((one) => one === word);
  if (match === undefined || batchId === undefined || position === undefined) {
    throw new ProblemError('invalid_request', {
      extra: { errors: [{ path: 'query.after', message: 'the `next` of a page' }] },
    });
  }
  return { match, batchId, position: Number(position) };
}
