import { expect, test } from 'vitest';

import { maskUrl } from './mask-url.ts';

test.each([
  ['postgresql://me:p%40ss@host:5432/db?schema=x', 'postgresql://me:***@host:5432/db?schema=x'],
  ['redis://:secret@127.0.0.1:6379', 'redis://:***@127.0.0.1:6379'],
  ['redis://127.0.0.1:6379/2', 'redis://127.0.0.1:6379/2'],
  ['GET https://s3/b/k?X-Amz-Signature=abc&x=1 failed', 'GET https://s3/b/k?X-Amz-Signature=***&x=1 failed'],
  ['two: s3://k:s@h/b and s3://k2:s2@h/b', 'two: s3://k:***@h/b and s3://k2:***@h/b'],
])('%s', (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
});
