import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { spawnTied } from './spawn-tied.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardmill-tied-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: '/usr/bin:/bin', GREETING: 'good "morning"' };

test('runs the command with its arguments, environment and log as given', async () => {
  const file = join(folder, 'echo.log');
  const script =
    'console.log(JSON.stringify([process.argv.slice(1), process.env.GREETING])); process.exitCode = 3';
  const args = ['-e', script, '--', 'a b', '$HOME', "it's"];
  const child = spawnTied({ command: process.execPath, args, env, output: { file } });
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(child.ended()).toEqual({ code: 3, signal: null });
  expect(readFileSync(file, 'utf8')).toBe(
    `${JSON.stringify([['a b', '$HOME', "it's"], 'good "morning"'])}\n`,
  );
});

test('the pid is the command itself, and signals reach it', async () => {
  const child = spawnTied({ command: 'sleep', args: ['60'], env, output: 'ignore' });
  expect(child.kill('SIGTERM')).toBe(true);
  expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
  expect(child.kill('SIGTERM')).toBe(false);
});

test('a command that ignores the request is ended after the deadline', async () => {
  const file = join(folder, 'stubborn.log');
  const script =
    "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); console.log('up')";
  const child = spawnTied({ command: process.execPath, args: ['-e', script], env, output: { file } });
  await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 10_000 }).toContain('up');
  expect(await child.stop('SIGTERM', 50)).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a command that is missing is an exit, not a crash', async () => {
  const child = spawnTied({ command: 'no-such-command', args: [], env, output: 'ignore' });
  expect(await child.exited).toEqual({ code: 127, signal: null });
});
