import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { collect } from './collect.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-collect-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), path);
  }
}
const names = (found: { files: readonly { name: string }[] }) => found.files.map((file) => file.name);

test('a folder gives its images in the order people count, subfolders too', async () => {
  await put(
    'drawer/card 10.jpg',
    'drawer/card 2.JPG',
    'drawer/card 1.png',
    'drawer/b/x.tif',
    'drawer/z.webp',
  );
  const found = await collect(['drawer'], dir);
  expect(names(found)).toEqual(['x.tif', 'card 1.png', 'card 2.JPG', 'card 10.jpg', 'z.webp']);
  expect(found.others).toEqual([]);
  expect(found.failed).toEqual([]);
});

test('files that a shell put in its own order are counted too', async () => {
  await put('c1.jpg', 'c10.jpg', 'c2.jpg');
  expect(names(await collect(['c1.jpg', 'c10.jpg', 'c2.jpg'], dir))).toEqual(['c1.jpg', 'c2.jpg', 'c10.jpg']);
});

test('other types in a folder are told and change nothing', async () => {
  await put('d/1.jpg', 'd/notes.txt', 'd/Thumbs.db', 'd/._1.jpg', 'd/.DS_Store', 'd/list.pdf');
  const found = await collect(['d'], dir);
  expect(names(found)).toEqual(['1.jpg']);
  expect(found.others.map((path) => path.slice(dir.length + 3)).toSorted()).toEqual(
    ['._1.jpg', '.DS_Store', 'Thumbs.db', 'list.pdf', 'notes.txt'].toSorted(),
  );
  expect(found.failed).toEqual([]);
});

test('another type that was named is a failed card', async () => {
  await put('1.jpg', 'notes.txt');
  const found = await collect(['1.jpg', 'notes.txt'], dir);
  expect(names(found)).toEqual(['1.jpg']);
  expect(found.failed).toMatchObject([{ path: 'notes.txt' }]);
});

test('an image without the name of one is an image', async () => {
  await mkdir(join(dir, 'd'));
  await writeFile(join(dir, 'd/scan'), Buffer.from('ffd8ffe000104a464946', 'hex'));
  await writeFile(join(dir, 'd/photo.tmp'), Buffer.from('524946460000000057454250', 'hex'));
  expect(names(await collect(['d'], dir))).toEqual(['photo.tmp', 'scan']);
});

test('links are followed, also to folders; a circle ends; a broken one is a failed card', async () => {
  await put('real/1.jpg', 'elsewhere/2.jpg');
  await symlink('../elsewhere', join(dir, 'real/linked'));
  await symlink('../elsewhere/2.jpg', join(dir, 'real/3.jpg'));
  await symlink('..', join(dir, 'elsewhere/up'));
  await symlink('../nowhere.jpg', join(dir, 'real/4.jpg'));
  await symlink('real', join(dir, 'drawer'));
  const found = await collect(['drawer'], dir);
  // Through elsewhere/up the walk meets the real folder again and goes no further.
  expect(names(found)).toContain('1.jpg');
  expect(names(found)).toContain('3.jpg');
  expect(found.failed).toMatchObject([
    { path: join(dir, 'drawer/4.jpg'), message: 'The link leads nowhere.' },
  ]);
});

test('what was named twice is one card', async () => {
  await put('d/1.jpg', 'd/2.jpg');
  expect(names(await collect(['d', 'd/1.jpg', 'd'], dir))).toEqual(['1.jpg', '2.jpg']);
});

test('the same name in several folders stays apart', async () => {
  await put('d/a/1.jpg', 'd/b/1.jpg', 'd/a_1.jpg', 'd/2.jpg');
  expect(names(await collect(['d'], dir))).toEqual(['2.jpg', 'a_1-2.jpg', 'a_1.jpg', 'b_1.jpg']);
});

test('a name that leads nowhere is told before anything happens', async () => {
  await expect(collect(['no-such-folder'], dir)).rejects.toThrow(
    'no-such-folder: there is no such file or folder',
  );
});
