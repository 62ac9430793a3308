import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFolderStore } from './folder.ts';
import { objectStoreBehaves } from './object-store.suite.ts';
import type { ObjectStore } from './port.ts';

const temporary = () => mkdtemp(join(tmpdir(), 'cardmill-objects-'));

objectStoreBehaves('a folder', async () => {
  const dir = await temporary();
  const store = createFolderStore({ dir });
  const temps = join(dir, '.tmp');
  const inHand = () => readdir(temps);
  return {
    store,
    async taken() {
      const sizes = (await inHand()).map(async (name) => (await stat(join(temps, name))).size);
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },
    leftovers: inHand,
    goAway: () => rm(dir, { recursive: true }),
    async close() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
});

describe('the folder itself', () => {
  let dir: string;
  let store: ObjectStore;
  beforeEach(async () => {
    dir = await temporary();
    store = createFolderStore({ dir });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const contents = async () => (await readdir(dir, { recursive: true })).sort();

  it('holds the bare bytes at the path of the key, and a type only where the ending says none', async () => {
    await store.put('b/1/access.jpg', Buffer.from('x'), { contentType: 'image/jpeg' });
    await store.put('b/1/original', Buffer.from('x'), { contentType: 'image/png' });
    expect(await contents()).toEqual(
      '.tmp .types .types/b .types/b/1 .types/b/1/original b b/1 b/1/access.jpg b/1/original'.split(' '),
    );
  });

  it('is empty again after the last object is deleted', async () => {
    await store.put('b/1/original', Buffer.from('x'), { contentType: 'image/png' });
    await store.put('b/2/original', Buffer.from('x'), { contentType: 'image/png' });
    await store.delete('b/1/original');
    expect(await contents()).not.toContain('b/1');
    await store.delete('b/2/original');
    expect(await contents()).toEqual(['.tmp', '.types']);
  });

  it('loses no object to the pruning of folders by another process', async () => {
    const other = createFolderStore({ dir });
    for (let round = 0; round < 50; round += 1) {
      await store.put('deep/er/old', Buffer.from('x'), { contentType: 'image/png' });
      await Promise.all([
        other.delete('deep/er/old'),
        store.put(`deep/er/${round}`, Buffer.from('x'), { contentType: 'image/png' }),
      ]);
      expect(await store.head(`deep/er/${round}`)).toEqual({ size: 1 });
      await store.delete(`deep/er/${round}`);
    }
  });

  it('is swept of what killed processes left, not of what others are writing', async () => {
    await store.put('a', Buffer.from('x'), { contentType: 'image/png' });
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await writeFile(join(dir, '.tmp', 'dead'), 'half');
    await utimes(join(dir, '.tmp', 'dead'), longAgo, longAgo);
    await writeFile(join(dir, '.tmp', 'alive'), 'half');

    await createFolderStore({ dir }).ready();

    expect(await readdir(join(dir, '.tmp'))).toEqual(['alive']);
  });

  it('does not pass off a folder that went away as lost objects', async () => {
    await store.put('a', Buffer.from('x'), { contentType: 'image/png' });
    await rm(dir, { recursive: true });
    await expect(store.head('a')).rejects.toMatchObject({ code: 'storage_refused' });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'storage_refused' });
  });

  it('refuses a key that would need an object to be a folder', async () => {
    await store.put('a/b', Buffer.from('x'), { contentType: 'image/png' });
    const put = store.put('a/b/c', Buffer.from('x'), { contentType: 'image/png' });
    await expect(put).rejects.toMatchObject({ code: 'storage_refused' });
    expect(await readdir(join(dir, '.tmp'))).toEqual([]);
    expect(await store.head('a/b')).toEqual({ size: 1 });
  });

  it('lists objects only: no foreign files', async () => {
    await store.put('a', Buffer.from('x'), { contentType: 'image/png' });
    await writeFile(join(dir, 'Notes of mine.txt'), 'x');
    await writeFile(join(dir, '.hidden'), 'x');
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['a']);
  });
});
