import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openDataFolder } from './data-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-folder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('a new folder is private and says which format it has; it opens again', async () => {
  const data = join(dir, 'a', 'data');
  const folder = await openDataFolder(data);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await readFile(join(data, 'format'), 'utf8')).toBe('1\n');
  expect(await openDataFolder(data)).toEqual(folder);
});

test('a folder of a newer version is left alone', async () => {
  await openDataFolder(dir);
  await writeFile(join(dir, 'format'), '2\n');
  await expect(openDataFolder(dir)).rejects.toThrow(/has format 2, this version reads format 1/);
});

test("somebody's own folder is not filled with a database", async () => {
  await writeFile(join(dir, 'holiday.jpg'), '');
  await expect(openDataFolder(dir)).rejects.toThrow(/holds other files \(holiday\.jpg\).*--data/);
});
