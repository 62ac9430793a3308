import { expect, test } from 'vitest';

import { ProblemError } from './problem-error.ts';

test('takes status and title from the catalogue, and keeps its cause', () => {
  const cause = new Error('ECONNREFUSED');
  const error = new ProblemError('database_unavailable', { cause });
  expect(error).toMatchObject({ code: 'database_unavailable', status: 503, cause, detail: undefined });
  expect(error.message).toBe(error.title);
});
