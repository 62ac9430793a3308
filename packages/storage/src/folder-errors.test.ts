import { expect, it } from 'vitest';

import { ObjectNotFound } from './errors.ts';
import { folderError } from './folder-errors.ts';

it.each([
  ['ENOSPC', 'storage_full'],
  ['EDQUOT', 'storage_full'],
  ['EACCES', 'storage_refused'],
  ['EROFS', 'storage_refused'],
  ['ENOENT', 'storage_refused'],
  ['EIO', 'storage_unavailable'],
  ['EMFILE', 'storage_unavailable'],
  ['ESTALE', 'storage_unavailable'],
])('the file system says %s: %s, and the cause is kept', (code, expected) => {
  const cause = Object.assign(new Error('no'), { code });
  expect(folderError(cause, 'storing a/b')).toMatchObject({
    code: expected,
    message: `storing a/b: ${code}`,
    cause,
  });
});

it('passes on what is storage trouble already, and what is a mistake of ours', () => {
  for (const error of [new ObjectNotFound('a'), new TypeError('x is not a function')]) {
    expect(folderError(error, 'storing a')).toBe(error);
  }
});
