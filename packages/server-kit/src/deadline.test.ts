import { expect, test } from 'vitest';

import { DeadlineExceeded, withDeadline } from './deadline.ts';

test('hands through what the work came to', async () => {
  await expect(withDeadline(Promise.resolve(3), 1_000, 'counting')).resolves.toBe(3);
  await expect(withDeadline(Promise.reject(new Error('no')), 1_000, 'counting')).rejects.toThrow('no');
});

test('a wait that is too long ends with a name and a stable code', async () => {
  const never = new Promise(() => undefined);
  const error = await withDeadline(never, 5, 'redis ping').catch((err: unknown) => err);
  expect(error).toBeInstanceOf(DeadlineExceeded);
  expect(error).toMatchObject({
    code: 'deadline_exceeded',
    deadlineMs: 5,
    message: 'redis ping took longer than 5 ms',
  });
});

test('work that listens to the signal is aborted, and its waiter sees the deadline', async () => {
  let aborted = false;
  const work = (signal: AbortSignal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted = true;
        reject(new Error('aborted'));
      });
    });
  await expect(withDeadline(work, 5, 'fetch')).rejects.toBeInstanceOf(DeadlineExceeded);
  expect(aborted).toBe(true);
});
