import { problemOf } from '../support/client.ts';
import type { Action, Reply } from './actions.ts';
import type { World } from './world.ts';

/** The key of the one field that batches of the model have. */
export const FIELD = 'note';

interface FilesReply {
  files: { outcome: string; code?: string; cardId?: string; duplicateOf?: string }[];
}

/** Sends an action to one of the two APIs. */
export async function perform(world: World, api: number, batch: string, action: Action): Promise<Reply> {
  const client = world.apis[api % 2 === 0 ? 0 : 1];
  const path = `/api/v1/batches/${batch}`;
  const bytesOf = (scan: number): Uint8Array => world.scans[scan]?.bytes ?? new Uint8Array();
  switch (action.do) {
    case 'delete':
      return toReply(await client.send('DELETE', path));
    case 'start':
    case 'cancel':
    case 'resume':
    case 'retry':
    case 'restart':
      return toReply(await client.send('POST', `${path}/${action.do}`, bodyOf(action.run)));
    case 'retry-image':
      return toReply(await client.send('POST', `${path}/retry-image/${action.filename}`, bodyOf(action.run)));
    case 'remove':
      return toReply(await client.send('DELETE', `${path}/files/${action.filename}`));
    case 'replace': {
      const body = new Uint8Array(bytesOf(action.scan));
      const headers = { 'content-type': 'image/png' };
      const init = { method: 'PUT', body, headers };
      return toReply(await client.request(`${path}/files/${action.filename}`, init));
    }
    case 'edit': {
      const seen = await client.request(`${path}/results`);
      if (!seen.ok) return toReply(seen);
      const rows = (await seen.json()) as { filename: string; version: number }[];
      const version = rows.find((row) => row.filename === action.filename)?.version ?? 1;
      const body = { fields: { [FIELD]: action.value } };
      const headers = { 'if-match': `"${version}"` };
      return toReply(await client.send('PATCH', `${path}/results/${action.filename}`, body, headers));
    }
    case 'upload': {
      const files = [{ name: action.filename, bytes: bytesOf(action.scan) }];
      const reply = await client.uploadRaw({}, files, `${path}/files`);
      if (!reply.ok) return toReply(reply);
      const [file] = ((await reply.json()) as FilesReply).files;
      return { status: reply.status, ...file };
    }
  }
}

const bodyOf = (run: number | undefined): object | undefined => (run === undefined ? undefined : { run });

async function toReply(reply: Response): Promise<Reply> {
  const { status } = reply;
  if (status === 204) return { status };
  if (!reply.ok) return { status, code: (await problemOf(reply)).code };
  // A result row has a `status` of its own.
  const { changed, outcome, cardId } = (await reply.json()) as Omit<Reply, 'status'>;
  return { status, changed, outcome, cardId };
}
