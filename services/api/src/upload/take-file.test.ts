import { PassThrough } from 'node:stream';

import { createLogger } from '@cardmill/server-kit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createApiMetrics } from '../metrics.ts';
import { takeFile, type TakeFileDeps } from './take-file.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1]);

it('shows that it lives for as long as bytes come in, and no longer', async () => {
  const kept: string[] = [];
  let storing: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    storing = resolve;
  });
  let size = 0;
  const api: TakeFileDeps = {
    db: {
      intendFile: async () => ({ id: 'slow' }),
      async keepIntent(id: string) {
        kept.push(id);
        throw new Error('the database is away for a moment');
      },
      abandonFile: async () => undefined,
    },
    store: {
      async put(_key, body) {
        storing();
        if (!(body instanceof Uint8Array)) for await (const chunk of body) size += chunk.length;
        return { size, sha256: 'a'.repeat(64) };
      },
      head: async () => ({ size }),
      delete: async () => undefined,
    },
    limits: { maxFileBytes: 1_000_000 },
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createApiMetrics(),
    countPages: async () => 1,
  };
  const body = new PassThrough();
  const taken = takeFile(api, body, {
    filename: 'slow.jpg',
    batchId: async () => 'batch',
    accept: async () => ({ outcome: 'accepted' }),
  });
  body.write(Buffer.concat([JPEG, Buffer.alloc(10_000)]));
  await begun;
  expect(kept).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kept).toEqual(['slow', 'slow', 'slow']);
  body.end();
  expect(await taken).toEqual({ outcome: 'accepted' });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(kept).toHaveLength(3);
});
