import { describe, expect, it } from 'vitest';

import { isDatabaseUnavailable } from './client.ts';

describe('isDatabaseUnavailable', () => {
  it.each([
    [
      'a connection that broke in the pool',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['one that was closed there', new Error('Client was closed and is not queryable')],
    ['one that broke in a query', new Error('Connection terminated unexpectedly')],
    ['a server that is not there', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a full disk', Object.assign(new Error('could not extend file'), { code: '53100' })],
    ['a server that only reads, after a fail-over', Object.assign(new Error(''), { originalCode: '25006' })],
    ['the same inside another error', new Error('query', { cause: new Error('Query read timeout') })],
  ])('%s', (_what, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it('is not a defect of ours', () => {
    expect(isDatabaseUnavailable(new Error('column "x" does not exist'))).toBe(false);
    expect(isDatabaseUnavailable('Connection terminated')).toBe(false);
    expect(isDatabaseUnavailable(Object.assign(new Error('bad JSON'), { code: '22P02' }))).toBe(false);
  });
});
