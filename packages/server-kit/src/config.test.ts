import { expect, test } from 'vitest';
import { z } from 'zod';

import { ConfigError, envFlag, envInt, envPort, logLevel, parseConfig } from './config.ts';

const schema = z.object({
  PORT: envPort().default(8080),
  WORKERS: envInt(1, 64).optional(),
  SIGN_IN: envFlag().default(false),
  DATABASE_URL: z.string().startsWith('postgres'),
  LOG_LEVEL: logLevel,
});

test('reads numbers and flags, and fills in defaults', () => {
  const env = { DATABASE_URL: 'postgresql://h/d', WORKERS: '3', SIGN_IN: 'yes', UNRELATED: 'x' };
  expect(parseConfig(schema, env)).toEqual({
    PORT: 8080,
    WORKERS: 3,
    SIGN_IN: true,
    DATABASE_URL: 'postgresql://h/d',
    LOG_LEVEL: 'info',
  });
});

test('an empty variable is an unset one', () => {
  expect(parseConfig(schema, { DATABASE_URL: 'postgres://h/d', PORT: '', WORKERS: ' ' })).toMatchObject({
    PORT: 8080,
  });
});

test('names every wrong variable and shows no value', () => {
  const env = { PORT: '80x', WORKERS: '0', SIGN_IN: 'perhaps', DATABASE_URL: 'mysql://me:hunter2@h' };
  let thrown: unknown;
  try {
    parseConfig(schema, env);
  } catch (err) {
    thrown = err;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  const { message } = thrown instanceof Error ? thrown : new Error('nothing was thrown');
  for (const name of ['PORT', 'WORKERS', 'SIGN_IN', 'DATABASE_URL']) expect(message).toContain(name);
  expect(message).not.toContain('hunter2');
  expect(message).not.toContain('perhaps');
});
