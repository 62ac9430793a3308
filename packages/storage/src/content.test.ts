import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { expect, it } from 'vitest';

import { openContent } from './content.ts';
import { StorageUnavailable } from './errors.ts';

const toError = (cause: unknown) => new StorageUnavailable('reading a', { cause });

it('hands on the bytes', async () => {
  const content = openContent(Readable.from([Buffer.from('abc')]), { key: 'a', size: 3, toError });
  expect(await buffer(content)).toEqual(Buffer.from('abc'));
});

it('does not pass off an early end as the whole object', async () => {
  const content = openContent(Readable.from([Buffer.from('abc')]), { key: 'a', size: 5, toError });
  await expect(buffer(content)).rejects.toMatchObject({ code: 'storage_unavailable' });
});

it('translates what goes wrong on the way', async () => {
  const cause = new Error('ECONNRESET');
  const raw = new Readable({ read: () => raw.destroy(cause) });
  const content = openContent(raw, { key: 'a', size: 5, toError });
  await expect(buffer(content)).rejects.toMatchObject({ code: 'storage_unavailable', cause });
});

it('closes the raw stream of a reader that leaves, and of one that is aborted', async () => {
  const left = new Readable({ read: () => undefined });
  openContent(left, { key: 'a', size: 5, toError }).destroy();
  await expect.poll(() => left.destroyed).toBe(true);

  const silent = new Readable({ read: () => undefined });
  const abort = new AbortController();
  const reading = buffer(openContent(silent, { key: 'a', size: 5, signal: abort.signal, toError }));
  const reason = new Error('nobody looks any more');
  abort.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(silent.destroyed).toBe(true);
});
