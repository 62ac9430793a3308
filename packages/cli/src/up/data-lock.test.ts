import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockDataFolder } from './data-lock.ts';
import { identify, isAlive } from './process-id.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-lock-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A lock as a launcher that was killed leaves it. */
function leaveLock(owner: object): void {
  mkdirSync(join(dir, 'lock'));
  writeFileSync(join(dir, 'lock.json'), JSON.stringify({ host: hostname(), children: [], ...owner }));
}

async function deadPid(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

test('a second one is refused and told who has it and where it serves', async () => {
  const lock = await lockDataFolder(dir);
  lock.tell({ url: 'http://127.0.0.1:8080' });
  await expect(lockDataFolder(dir)).rejects.toMatchObject({
    code: 'data_folder_busy',
    message: expect.stringMatching(
      new RegExp(`process ${process.pid} on .*http://127\\.0\\.0\\.1:8080.*--data`),
    ),
  });
  await lock.release();
  const next = await lockDataFolder(dir);
  await next.release();
});

test('a lock whose owner is gone is taken over at once', async () => {
  leaveLock({ pid: await deadPid() });
  const begin = Date.now();
  const lock = await lockDataFolder(dir);
  expect(Date.now() - begin).toBeLessThan(1_500);
  await lock.release();
});

test('a number that somebody else has by now is no owner', async () => {
  leaveLock({ pid: process.pid, started: '1' });
  const lock = await lockDataFolder(dir);
  await lock.release();
});

test('an owner that was only stopped keeps its lock, however old its heartbeat', async () => {
  leaveLock({ ...identify(process.pid) });
  await expect(lockDataFolder(dir)).rejects.toMatchObject({ code: 'data_folder_busy' });
});

test('what a killed owner had started ends before anything is started anew', async () => {
  const orphan = spawn('sleep', ['60']);
  const slow = identify(orphan.pid ?? 0);
  leaveLock({ pid: await deadPid(), children: [slow] });
  setTimeout(() => orphan.kill(), 300);
  const lock = await lockDataFolder(dir);
  expect(isAlive(slow)).toBe(false);
  expect(JSON.parse(readFileSync(join(dir, 'lock.json'), 'utf8'))).toMatchObject({
    pid: process.pid,
    children: [],
  });
  await lock.release();

  const stubborn = spawn('sleep', ['60']);
  leaveLock({ pid: await deadPid(), children: [identify(stubborn.pid ?? 0)] });
  const after = await lockDataFolder(dir, 200);
  expect(isAlive(identify(stubborn.pid ?? 0))).toBe(false);
  await after.release();
});
