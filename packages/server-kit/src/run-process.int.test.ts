import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const probe = join(import.meta.dirname, 'process.suite.ts');

/** A real process; its log lines are collected. */
function start(mode: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', probe, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.on('data', (chunk) => (log += String(chunk)));
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const says = (words: string) => expect.poll(() => log, { timeout: 20_000 }).toContain(words);
  return { child, exited, says };
}

test('SIGTERM: releases are run, then the status says 143', async () => {
  const { child, exited, says } = start('well');
  await says('probe started');
  child.kill('SIGTERM');
  expect(await exited).toEqual({ code: 143, signal: null });
  await says('"release":"slow"');
  await says('"release":"timer"');
  await says('probe stopped');
});

test('a second signal ends it while a release hangs', async () => {
  const { child, exited, says } = start('hangs');
  await says('probe started');
  child.kill('SIGINT');
  await says('probe is stopping');
  child.kill('SIGINT');
  expect(await exited).toEqual({ code: 130, signal: null });
});

test.each(['fails', 'throws later'])('a process that %s releases and ends with 1', async (mode) => {
  const { exited, says } = start(mode);
  expect(await exited).toEqual({ code: 1, signal: null });
  await says('"level":"fatal"');
  await says('"release":"timer"');
});
