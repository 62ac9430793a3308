import { expect, test } from 'vitest';

import { createLogger } from './logger.ts';
import { createReleaseStack } from './release-stack.ts';

const quiet = createLogger({ service: 'test', level: 'silent' });

test('releases last-in-first-out, one after the other', async () => {
  const stack = createReleaseStack(quiet);
  const released: string[] = [];
  stack.add('database', () => released.push('database'));
  stack.add('redis', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    released.push('redis');
  });
  stack.add('http', () => released.push('http'));
  await expect(stack.close()).resolves.toEqual({ failed: [] });
  expect(released).toEqual(['http', 'redis', 'database']);
});

test('closing three times at once releases once and gives one answer', async () => {
  const stack = createReleaseStack(quiet);
  let times = 0;
  stack.add('redis', () => {
    times += 1;
  });
  const answers = await Promise.all([stack.close(), stack.close(), stack.close()]);
  expect(times).toBe(1);
  expect(new Set(answers).size).toBe(1);
});

test('one release that fails and one that hangs do not keep the others', async () => {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });
  const stack = createReleaseStack(logger);
  let released = false;
  stack.add('database', () => {
    released = true;
  });
  stack.add('hangs', () => new Promise(() => undefined), 5);
  stack.add('throws', () => {
    throw new Error('socket gone');
  });
  await expect(stack.close()).resolves.toEqual({ failed: ['throws', 'hangs'] });
  expect(released).toBe(true);
  expect(lines.join('')).toContain('socket gone');
  expect(lines.join('')).toContain('release of hangs took longer than 5 ms');
});

test('what is opened while or after closing is released as well', async () => {
  const stack = createReleaseStack(quiet);
  const released: string[] = [];
  stack.add('first', () => {
    stack.add('opened while closing', () => released.push('while'));
  });
  await stack.close();
  stack.add('opened after closing', () => released.push('after'));
  await stack.close();
  expect(released).toEqual(['while', 'after']);
});
