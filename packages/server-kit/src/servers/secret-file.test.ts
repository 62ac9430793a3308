import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ensureSecret } from './secret-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardmill-secret-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a secret is made once, differs from file to file, and is for its owner only', async () => {
  const first = await ensureSecret(join(folder, 'one'));
  expect(await ensureSecret(join(folder, 'one'))).toBe(first);
  expect(await ensureSecret(join(folder, 'two'))).not.toBe(first);
  expect(first).toMatch(/^[\w-]{32}$/);
  expect(statSync(join(folder, 'one')).mode & 0o777).toBe(0o600);
});
