import { expect, it } from 'vitest';

import { ORIENTATIONS } from '../orientation.ts';
import { accessKey, originalKey, parseKey, thumbnailKey } from './keys.ts';

const [batchId, cardId, fileId] = [
  '01930000-0000-7000-8000-000000000001',
  '01930000-0000-7000-8000-000000000002',
  '01930000-0000-7000-8000-000000000003',
];

it('are read back as they were made', () => {
  expect(parseKey(originalKey(batchId, fileId))).toEqual({ batchId, fileId, cardId: null });
  for (const orientation of ORIENTATIONS)
    for (const key of [accessKey, thumbnailKey])
      expect(parseKey(key({ batchId, cardId, fileId, orientation }))).toEqual({ batchId, fileId, cardId });
});

it('name another object for each way the scan is turned', () => {
  const keys = ORIENTATIONS.map((orientation) => accessKey({ batchId, cardId, fileId, orientation }));
  expect(new Set(keys).size).toBe(ORIENTATIONS.length);
  expect(keys[0]).toMatch(/\/access\.jpg$/);
});

it.each([
  '',
  'a.jpg',
  `batches/${batchId}/`,
  `${originalKey(batchId, fileId)}/x`,
  `x/${originalKey(batchId, fileId)}`,
  accessKey({ batchId, cardId, fileId, orientation: 90 }).replace('90', '45'),
])('%s is none', (key) => expect(parseKey(key)).toBeNull());
