import { createHash } from 'node:crypto';

import type { Claim } from '@cardmill/db';
import type { ObjectStore } from '@cardmill/storage';

import { createFakeRecogniser, type FakeScript } from '../engine/index.ts';
import type { ReadCardDeps } from './read-card.ts';

/** A claimed card of these bytes, started and not yet inspected. */
export function claimOf(bytes: Uint8Array, more: Partial<Claim> = {}): Claim {
  return {
    cardId: '00000000-0000-7000-8000-000000000001',
    batchId: '00000000-0000-7000-8000-000000000002',
    fileId: '00000000-0000-7000-8000-000000000003',
    batch: 'test_20260101-000000_00000000',
    seq: 0,
    firstOfRun: false,
    recognise: true,
    run: 1,
    attempt: 1,
    crashCount: 0,
    inspected: false,
    orientation: 0,
    filename: 'a.png',
    page: 1,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'image/png',
    fields: [],
    languages: ['deu'],
    options: {},
    ...more,
  };
}

const nothing = async (): Promise<never> => await Promise.reject(new Error('not expected in this test'));

/** A store that has one object, and whose parts may be replaced. */
export function storeOf(bytes: Buffer, more: Partial<ObjectStore> = {}): ObjectStore {
  return {
    get: nothing,
    read: async () => await Promise.resolve(bytes),
    put: async () => await Promise.resolve({ size: 1, sha256: '' }),
    head: nothing,
    delete: nothing,
    // eslint-disable-next-line require-yield -- never listed
    async *list() {
      await nothing();
    },
    ready: nothing,
    close: async () => await Promise.resolve(),
    ...more,
  };
}

/** What reading a card needs, with everything well. */
export function depsOf(
  store: ObjectStore,
  more: { inspected?: () => Promise<boolean>; script?: FakeScript; cardDeadlineMs?: number } = {},
): ReadCardDeps {
  return {
    db: { work: { inspected: more.inspected ?? (async () => await Promise.resolve(true)) } },
    store,
    recogniser: createFakeRecogniser(more.script ?? (() => ({ kind: 'read', lines: ['Bach'] }))),
    limits: { maxPixels: 100_000_000, maxBytes: 2 ** 26, cardDeadlineMs: more.cardDeadlineMs ?? 60_000 },
  };
}
