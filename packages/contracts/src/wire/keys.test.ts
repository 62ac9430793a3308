import { expect, it } from 'vitest';

import { accessKey, originalKey, parseKey, thumbnailKey } from './keys.ts';

const [batchId, cardId, fileId] = [
  '01930000-0000-7000-8000-000000000001',
  '01930000-0000-7000-8000-000000000002',
  '01930000-0000-7000-8000-000000000003',
];

it('are read back as they were made', () => {
  expect(parseKey(originalKey(batchId, fileId))).toEqual({ batchId, fileId, cardId: null });
  expect(parseKey(accessKey(batchId, cardId, fileId))).toEqual({ batchId, fileId, cardId });
  expect(parseKey(thumbnailKey(batchId, cardId, fileId))).toEqual({ batchId, fileId, cardId });
});

it.each([
  '',
  'a.jpg',
  `batches/${batchId}/`,
  `${originalKey(batchId, fileId)}/x`,
  `x/${originalKey(batchId, fileId)}`,
])('%s is none', (key) => expect(parseKey(key)).toBeNull());
