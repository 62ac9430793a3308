import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  ObjectNotFound,
  ObjectTooLarge,
  StorageError,
  StorageRefused,
  type ListedObject,
  type ObjectStore,
} from './index.ts';

/** One store with what the suite needs to see of it from outside. */
export interface StoreUnderTest {
  /** lists at most three objects a page */
  store: ObjectStore;
  /** bytes that the medium behind the store has taken of puts so far; absent where nobody can tell */
  taken?: () => Promise<number>;
  /** what unfinished puts of this key left behind */
  leftovers(key: string): Promise<string[]>;
  /** makes the medium unreachable; absent where nobody can */
  goAway?: () => Promise<void>;
  close(): Promise<void>;
}

const MB = 1024 * 1024;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const jpeg = { contentType: 'image/jpeg' };

/** Pieces of 64 KiB for as long as they are pulled, up to `total`; `onPull` sees the bytes pulled so far. */
function flow(total: number, onPull: (pulled: number) => unknown = () => undefined): Readable {
  const piece = randomBytes(64 * 1024);
  async function* pieces() {
    for (let pulled = 0; pulled < total; pulled += piece.length) {
      yield piece;
      await onPull(pulled + piece.length);
    }
  }
  return Readable.from(pieces(), { objectMode: false });
}

async function collect(objects: AsyncIterable<ListedObject>): Promise<ListedObject[]> {
  const all: ListedObject[] = [];
  for await (const object of objects) all.push(object);
  return all.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What every ObjectStore promises, whatever keeps its bytes. */
export function objectStoreBehaves(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`object store: ${name}`, () => {
    const root = `suite-${randomUUID()}`;
    let subject: StoreUnderTest;
    let store: ObjectStore;
    let count = 0;
    const newKey = (ending = '') => `${root}/${(count += 1)}/original${ending}`;

    async function expectNothing(key: string) {
      expect(await store.head(key)).toBeNull();
      expect(await collect(store.list(key))).toEqual([]);
      expect(await subject.leftovers(key)).toEqual([]);
    }

    beforeAll(async () => {
      subject = await makeStore();
      store = subject.store;
    });
    afterAll(async () => {
      // Also somebody's real bucket is left as it was.
      for (const { key } of await collect(store.list(`${root}/`))) await store.delete(key);
      await subject.close();
    });

    describe('keeps bytes', () => {
      it.each([
        ['nothing', 0],
        ['one byte', 1],
        ['a small image', 100_000],
        ['exactly one part', 5 * MB],
        ['three parts', 12 * MB],
      ])('%s comes back as it was', async (_what, size) => {
        const key = newKey('.jpg');
        const bytes = randomBytes(size);

        expect(await store.put(key, bytes, jpeg)).toEqual({ size, sha256: sha256(bytes) });
        expect(await store.head(key)).toEqual({ size });
        const back = await store.read(key, { maxBytes: size });
        expect(back.equals(bytes)).toBe(true);
      });

      it('takes a stream of unknown length in uneven pieces', async () => {
        const key = newKey();
        const pieces = [1, 70_000, 3 * MB, 17, 4 * MB, 65_536].map((size) => randomBytes(size));
        const whole = Buffer.concat(pieces);

        const stored = await store.put(key, Readable.from(pieces), jpeg);

        expect(stored).toEqual({ size: whole.length, sha256: sha256(whole) });
        const { stream, size } = await store.get(key);
        expect(size).toBe(whole.length);
        expect(sha256(await buffer(stream))).toBe(stored.sha256);
      });

      it('takes a stream that ends at once', async () => {
        const key = newKey();
        expect(await store.put(key, Readable.from([]), jpeg)).toEqual({
          size: 0,
          sha256: sha256(Buffer.of()),
        });
        expect(await store.head(key)).toEqual({ size: 0 });
      });

      it('replaces an object whole, also by a shorter one', async () => {
        const key = newKey();
        await store.put(key, randomBytes(200_000), jpeg);
        await store.put(key, Buffer.from('new'), { contentType: 'text/plain' });

        const { stream, size, contentType } = await store.get(key);
        expect({ size, contentType }).toEqual({ size: 3, contentType: 'text/plain' });
        expect(await buffer(stream)).toEqual(Buffer.from('new'));
      });

      it.each([
        ['original', 'image/png'],
        ['access.jpg', 'image/jpeg'],
        ['access.jpg', 'image/tiff'],
        ['words.gz', 'application/gzip'],
      ])('gives %s back as %s', async (file, contentType) => {
        const key = `${newKey()}/${file}`;
        await store.put(key, Buffer.from('x'), { contentType });
        const content = await store.get(key);
        content.stream.destroy();
        expect(content.contentType).toBe(contentType);
      });

      it('ends with one of several puts of one key, whole', async () => {
        const key = newKey();
        const bodies = [6 * MB, 6 * MB, 6 * MB, 100_000, 100_000].map((size) => randomBytes(size));

        await Promise.all(bodies.map((body) => store.put(key, Readable.from([body]), jpeg)));

        const back = await store.read(key, { maxBytes: 6 * MB });
        expect(bodies.map(sha256)).toContain(sha256(back));
        expect(await subject.leftovers(key)).toEqual([]);
      });

      it('puts beside deletes in one folder without losing any', async () => {
        const folder = newKey();
        const rounds = Array.from({ length: 40 }, (_, n) => `${folder}/${n % 4}/${n}`);
        await Promise.all(
          rounds.map(async (key, n) => {
            await store.put(key, Buffer.from(key), jpeg);
            if (n % 2 === 1) await store.delete(key);
          }),
        );
        const kept = rounds.filter((_, n) => n % 2 === 0).sort();
        expect((await collect(store.list(`${folder}/`))).map(({ key }) => key)).toEqual(kept);
      });
    });

    describe('says what is not there', () => {
      it('get and read reject with ObjectNotFound, head gives null', async () => {
        const key = newKey();
        await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFound);
        await expect(store.read(key, { maxBytes: 1 })).rejects.toMatchObject({
          code: 'object_not_found',
          key,
        });
        expect(await store.head(key)).toBeNull();
      });

      it('the beginning of a key is no object', async () => {
        const key = newKey();
        await store.put(`${key}/page`, Buffer.from('x'), jpeg);
        expect(await store.head(key)).toBeNull();
        await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFound);
        await store.delete(key);
        expect(await store.head(`${key}/page`)).toEqual({ size: 1 });
      });

      it('delete removes, and is content when there is nothing', async () => {
        const key = newKey();
        await store.put(key, Buffer.from('x'), jpeg);
        await store.delete(key);
        await store.delete(key);
        expect(await store.head(key)).toBeNull();
        await store.delete(newKey());
      });

      it('read refuses more than it was told to take', async () => {
        const key = newKey();
        await store.put(key, randomBytes(1_000), jpeg);
        await expect(store.read(key, { maxBytes: 999 })).rejects.toBeInstanceOf(ObjectTooLarge);
        expect(await store.read(key, { maxBytes: 1_000 })).toHaveLength(1_000);
      });
    });

    describe('lists', () => {
      it('all objects under a prefix over several pages, and no others', async () => {
        const folder = `${newKey()}/cards`;
        const keys = Array.from({ length: 10 }, (_, n) => `${folder}/c${n % 3}/f${n}/access.jpg`);
        for (const [n, key] of keys.entries()) await store.put(key, randomBytes(n), jpeg);
        await store.put(`${folder}2/other`, Buffer.from('x'), jpeg);

        const found = await collect(store.list(`${folder}/`));

        expect(found.map(({ key }) => key)).toEqual([...keys].sort());
        expect(found.map(({ size }) => size).sort((a, b) => a - b)).toEqual(keys.map((_, n) => n));
        for (const { modifiedAt } of found)
          expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(3_600_000);
        expect(await collect(store.list(`${folder}/c1/f`))).toHaveLength(3);
        expect(await collect(store.list(folder))).toHaveLength(11);
        expect(await collect(store.list(`${folder}/c9/`))).toEqual([]);
      });

      it('can be left early and goes on while objects are deleted', async () => {
        const folder = newKey();
        for (let n = 0; n < 8; n += 1) await store.put(`${folder}/${n}`, Buffer.from('x'), jpeg);

        for await (const { key } of store.list(`${folder}/`)) {
          await store.delete(key);
          break;
        }
        for await (const { key } of store.list(`${folder}/`)) await store.delete(key);

        expect(await collect(store.list(`${folder}/`))).toEqual([]);
      });
    });

    describe('leaves nothing of a put that does not end', () => {
      const sizes = [
        ['in its first part', 200_000],
        ['in its second part', 7 * MB],
      ] as const;

      it.each(sizes)('aborted %s', async (_when, after) => {
        const key = newKey();
        const abort = new AbortController();
        const reason = new Error('the attempt was fenced');
        const body = flow(100 * MB, (pulled) => pulled > after && abort.abort(reason));

        await expect(store.put(key, body, { ...jpeg, signal: abort.signal })).rejects.toBe(reason);

        expect(body.destroyed).toBe(true);
        await expectNothing(key);
      });

      it.each(sizes)('its source fails %s', async (_when, after) => {
        const key = newKey();
        const reason = new Error('the client went away');
        const body = flow(100 * MB, (pulled) => {
          if (pulled > after) throw reason;
        });

        await expect(store.put(key, body, jpeg)).rejects.toBe(reason);
        await expectNothing(key);
      });

      it('aborted while its source is silent', async () => {
        const key = newKey();
        const body = new Readable({ read: () => undefined });
        body.push(randomBytes(100_000));
        const reason = new Error('the client says nothing any more');
        const abort = new AbortController();
        const put = store.put(key, body, { ...jpeg, signal: abort.signal }).catch((error: unknown) => error);
        setImmediate(() => abort.abort(reason));
        expect(await put).toBe(reason);
        await expectNothing(key);
      });

      it('its source is closed without an error', async () => {
        const key = newKey();
        const body: Readable = flow(100 * MB, (pulled) => pulled > 200_000 && body.destroy());
        await expect(store.put(key, body, jpeg)).rejects.toMatchObject({
          code: 'ERR_STREAM_PREMATURE_CLOSE',
        });
        await expectNothing(key);
      });

      it('aborted before it began', async () => {
        const key = newKey();
        const reason = new Error('cancelled');
        const signal = AbortSignal.abort(reason);
        await expect(store.put(key, Buffer.from('x'), { ...jpeg, signal })).rejects.toBe(reason);
        await expectNothing(key);
      });

      it('aborted at any moment: rejected and nothing there, or resolved and whole', async () => {
        const body = randomBytes(6 * MB);
        const outcomes = new Set<string>();
        for (let delayMs = 0; delayMs < 60; delayMs += 3) {
          const key = newKey();
          const abort = new AbortController();
          const timer = setTimeout(() => abort.abort(), delayMs);
          const put = store.put(key, Readable.from([body]), { ...jpeg, signal: abort.signal });
          const outcome = await put.then(
            () => 'resolved',
            () => 'rejected',
          );
          clearTimeout(timer);
          outcomes.add(outcome);
          expect(await store.head(key)).toEqual(outcome === 'resolved' ? { size: 6 * MB } : null);
          expect(await subject.leftovers(key)).toEqual([]);
        }
        expect(outcomes).toContain('rejected');
      });

      it('and keeps the object that was there', async () => {
        const key = newKey();
        await store.put(key, Buffer.from('old'), jpeg);
        const body = flow(100 * MB, () => {
          throw new Error('the client went away');
        });
        await expect(store.put(key, body, jpeg)).rejects.toThrow('the client went away');
        expect(await store.read(key, { maxBytes: 3 })).toEqual(Buffer.from('old'));
      });
    });

    it('aborts a read that is under way', async () => {
      const key = newKey();
      await store.put(key, randomBytes(12 * MB), jpeg);
      const abort = new AbortController();
      const reason = new Error('nobody looks any more');
      const { stream } = await store.get(key, { signal: abort.signal });
      const reading = (async () => {
        for await (const chunk of stream) if (chunk.length > 0) abort.abort(reason);
      })();
      await expect(reading).rejects.toBe(reason);
    });

    it('pulls from its source no faster than storage takes', async (context) => {
      const { taken } = subject;
      if (!taken) return context.skip('nobody can tell what this storage has taken');
      const total = 48 * MB;
      const before = await taken();
      let mostAhead = 0;
      const body = flow(total, async (pulled) => {
        mostAhead = Math.max(mostAhead, pulled - ((await taken()) - before));
      });

      expect(await store.put(newKey(), body, jpeg)).toMatchObject({ size: total });

      // Two parts of 5 MB, one on its way and one being filled, and what sockets hold.
      expect(mostAhead).toBeLessThan(16 * MB);
    });

    it.each([
      ['', 'empty'],
      ['/a', 'absolute'],
      ['a/', 'a folder'],
      ['a//b', 'an empty segment'],
      ['../a', 'a parent'],
      ['a/../../b', 'a hidden parent'],
      ['a/./b', 'a dot'],
      ['.tmp/a', 'a dot folder'],
      ['a\\b', 'a backslash'],
      ['a%2Fb', 'percent encoding'],
      ['a\0b', 'NUL'],
      ['a\nb', 'a line break'],
      ['Mönch', 'not ASCII'],
      ['a b', 'a space'],
      [`a/${'x'.repeat(201)}`, 'a segment too long'],
      [Array.from({ length: 200 }, () => 'abc').join('/'), 'too long'],
    ])('refuses the key %s: %s', async (key) => {
      const body = Readable.from([Buffer.from('x')]);
      await expect(store.put(key, body, jpeg)).rejects.toBeInstanceOf(StorageRefused);
      expect(body.destroyed).toBe(true);
      await expect(store.get(key)).rejects.toMatchObject({ code: 'storage_refused' });
      await expect(store.head(key)).rejects.toBeInstanceOf(StorageRefused);
      await expect(store.delete(key)).rejects.toBeInstanceOf(StorageRefused);
    });

    it.each(['/', '../', 'a//', '.', 'ä'])('refuses to list %j', async (prefix) => {
      await expect(collect(store.list(prefix))).rejects.toBeInstanceOf(StorageRefused);
    });

    it('is ready, and says so within seconds when it is not', async (context) => {
      await store.ready();
      const other = await makeStore();
      try {
        await other.store.ready();
        if (!other.goAway) return context.skip('nobody can take this storage away');
        await other.goAway();
        const began = Date.now();
        await expect(other.store.ready()).rejects.toBeInstanceOf(StorageError);
        expect(Date.now() - began).toBeLessThan(5_000);
        const reading = other.store.read('a/b', { maxBytes: 1 });
        await expect(reading).rejects.toMatchObject({ code: /^storage_(unavailable|refused)$/ });
        await expect(other.store.put('a/b', Buffer.from('x'), jpeg)).rejects.toBeInstanceOf(StorageError);
        expect(Date.now() - began).toBeLessThan(15_000);
      } finally {
        await other.close();
      }
    });
  });
}
