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
    ['the same inside another error', new Error('query', { cause: new Error('Query read timeout') })],
  ])('%s', (_what, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it('is not a defect of ours', () => {
    expect(isDatabaseUnavailable(new Error('column "x" does not exist'))).toBe(false);
    expect(isDatabaseUnavailable('Connection terminated')).toBe(false);
  });
});
