import { EventEmitter } from 'node:events';

import { expect, test } from 'vitest';

import { createLogger } from './logger.ts';
import { runProcess } from './run-process.ts';
import type { ProcessHost, RunProcessOptions } from './run-process.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

/** Stands in for `process`: signals are emitted, exit codes collected. */
function createHost() {
  const events = new EventEmitter();
  const codes: number[] = [];
  const host: ProcessHost = {
    on: (event, listener) => events.on(event, listener),
    exit: (code) => codes.push(code),
  };
  return { host, codes, signal: (name: string, payload?: unknown) => events.emit(name, payload) };
}

function run(start: RunProcessOptions['start'], extra: Partial<RunProcessOptions> = {}) {
  const fake = createHost();
  const done = runProcess({ name: 'api', logger, host: fake.host, start, ...extra });
  return { ...fake, done };
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
])('%s releases everything, then the status says which signal it was', async (name, status) => {
  const released: string[] = [];
  const { signal, done, codes } = run(async (stack) => {
    stack.add('database', () => released.push('database'));
    stack.add('http', () => released.push('http'));
  });
  await Promise.resolve();
  signal(name);
  await done;
  expect(released).toEqual(['http', 'database']);
  expect(codes).toEqual([status]);
});

test('a start-up that fails half-way releases what it had opened and exits 1', async () => {
  const released: string[] = [];
  const { done, codes } = run(async (stack) => {
    stack.add('database', () => released.push('database'));
    await Promise.resolve();
    throw new Error('port taken');
  });
  await done;
  expect(released).toEqual(['database']);
  expect(codes).toEqual([1]);
});

test('a signal during start-up aborts it, and what it opened meanwhile is released', async () => {
  const released: string[] = [];
  const { signal, done, codes } = run(async (stack, stop) => {
    await new Promise((resolve) => stop.addEventListener('abort', resolve));
    stack.add('database', () => released.push('database'));
    throw new Error('start-up was aborted');
  });
  signal('SIGTERM');
  await done;
  expect(released).toEqual(['database']);
  expect(codes).toEqual([143]);
});

test('a start-up that does not listen to the abort holds nobody up', async () => {
  const { signal, done, codes } = run(() => new Promise(() => undefined), { startGraceMs: 5 });
  signal('SIGTERM');
  await done;
  expect(codes).toEqual([143]);
});

test('a second signal means now', async () => {
  const { signal, codes } = run(async (stack) => {
    stack.add('hangs', () => new Promise(() => undefined));
  });
  await Promise.resolve();
  signal('SIGINT');
  expect(codes).toEqual([]);
  signal('SIGINT');
  expect(codes).toEqual([130]);
});

test('a release that fails shows in the status', async () => {
  const { signal, done, codes } = run(async (stack) => {
    stack.add('redis', () => {
      throw new Error('gone');
    });
  });
  await Promise.resolve();
  signal('SIGTERM');
  await done;
  expect(codes).toEqual([1]);
});

test.each(['uncaughtException', 'unhandledRejection'])('%s closes in order and exits 1', async (event) => {
  const released: string[] = [];
  const { signal, done, codes } = run(async (stack) => {
    stack.add('database', () => released.push('database'));
  });
  await Promise.resolve();
  signal(event, new Error('defect'));
  await done;
  expect(released).toEqual(['database']);
  expect(codes).toEqual([1]);
});
