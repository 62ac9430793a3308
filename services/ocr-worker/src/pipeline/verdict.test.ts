import { DeadlineExceeded, ProblemError } from '@cardmill/server-kit';
import { ObjectNotFound, StorageFull, StorageRefused, StorageUnavailable } from '@cardmill/storage';
import { describe, expect, it } from 'vitest';

import { CardError } from '../imaging/index.ts';
import { verdict } from './verdict.ts';

const judge = (error: unknown) => verdict(error, new AbortController().signal);

describe('what an error means for the card in hand', () => {
  it.each([
    [new CardError('image_truncated', ''), { kind: 'card', error: { code: 'image_truncated' } }],
    [new ObjectNotFound('x'), { kind: 'card', error: { code: 'original_missing' } }],
    [new ProblemError('original_changed'), { kind: 'card', error: { code: 'original_changed' } }],
    [new TypeError('nobody foresaw this'), { kind: 'card', error: { code: 'ocr_failed' } }],
    [new StorageUnavailable('away'), { kind: 'wait', cause: 'storage_unavailable' }],
    [new DeadlineExceeded('a read', 1), { kind: 'wait' }],
    [new ProblemError('engine_unavailable'), { kind: 'wait', cause: 'engine_unavailable' }],
    [
      Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }),
      { kind: 'wait', cause: 'database_unavailable' },
    ],
    [new Error('outer', { cause: Object.assign(new Error(''), { code: '57P01' }) }), { kind: 'wait' }],
    [new StorageRefused('no'), { kind: 'stop', error: { code: 'storage_refused' } }],
    [new StorageFull('full'), { kind: 'stop', error: { code: 'storage_full' } }],
    [
      new ProblemError('model_missing', { detail: 'no model for xyz' }),
      { kind: 'stop', error: { message: 'no model for xyz' } },
    ],
    [new ProblemError('handwriting_off'), { kind: 'stop', error: { code: 'handwriting_off' } }],
    [
      new ProblemError('handwriting_refused', { detail: 'the endpoint answers 401' }),
      { kind: 'stop', error: { code: 'handwriting_refused', message: 'the endpoint answers 401' } },
    ],
    [new ProblemError('shutting_down'), { kind: 'lost' }],
  ])('%s', (error, expected) => {
    expect(judge(error)).toMatchObject(expected);
  });

  it('is that the card is lost once the hold is', () => {
    expect(verdict(new CardError('image_corrupt', ''), AbortSignal.abort())).toEqual({ kind: 'lost' });
  });
});
