import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { findPostgresBinaries } from './postgres-binaries.ts';
import { privateFolderOf } from './postgres-user.ts';

const fixture = join(import.meta.dirname, 'launcher.suite.ts');
const tsx = import.meta.resolve('tsx');

const reportSchema = z.object({
  pids: z.tuple([z.number(), z.number()]),
  urls: z.tuple([z.string(), z.string()]),
  encoding: z.string(),
  lower: z.string(),
  seen: z.array(z.string()),
  remembered: z.string().nullable(),
  policy: z.string(),
});

let home: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cardmill-servers-'));
  chmodSync(home, 0o700);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await sleep(0);
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** A launcher with nothing in its environment but PATH and an empty HOME, on a folder below a private one. */
async function launch(mode: 'stop' | 'stay', path = process.env['PATH']) {
  const args = ['--import', tsx, '--conditions=source', fixture, join(home, 'clone', 'data'), mode];
  const child = spawn(process.execPath, args, {
    env: { PATH: path, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    void exit.then((code) => reject(new Error(`the launcher ended early with ${code}: ${words}`)));
  });
  return { child, exit, report: reportSchema.parse(JSON.parse(line)) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie has ended; nobody in a container may ever reap it.
  return !/^State:\s+Z/m.test(statusOf(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

async function untilGone(pids: readonly number[], withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  while (pids.some(isAlive)) {
    if (Date.now() > until) throw new Error(`still running: ${pids.filter(isAlive).join(', ')}`);
    await sleep(50);
  }
}

test('start, stop and start again below a 0700 folder with an empty environment', async () => {
  const first = await launch('stop');
  expect(first.report).toMatchObject({
    encoding: 'UTF8',
    lower: 'äöüő',
    seen: [],
    remembered: null,
    policy: 'noeviction',
  });
  expect(await first.exit).toBe(0);
  await untilGone(first.report.pids, 1_000);
  expect(statSync(join(home, 'clone/data/postgres/password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'clone/data/redis/redis.conf')).mode & 0o777).toBe(0o600);

  const second = await launch('stop');
  expect(second.report).toMatchObject({ seen: ['Köchel 525 – Ő'], remembered: 'kept' });
  expect(await second.exit).toBe(0);
});

test('servers killed with -9 start again with their data, whoever has their old number by now', async () => {
  const first = await launch('stay');
  for (const pid of first.report.pids) process.kill(pid, 'SIGKILL');
  first.child.kill('SIGKILL');
  await untilGone(first.report.pids, 5_000);
  // The number in the file now belongs to somebody else: this very process.
  const pidFile = join(home, 'clone/data/postgres/cluster/postmaster.pid');
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [process.pid, ...rest].join('\n'));

  const second = await launch('stop');
  expect(second.report).toMatchObject({ seen: ['Köchel 525 – Ő'], remembered: 'kept' });
  expect(await second.exit).toBe(0);
});

test('a killed launcher leaves no server behind, and the next one continues', async () => {
  const first = await launch('stay');
  first.child.kill('SIGKILL');
  await first.exit;
  // Without waiting for the end: a new launcher must cope with servers on their way out.
  const second = await launch('stop');
  expect(second.report).toMatchObject({ seen: ['Köchel 525 – Ő'] });
  expect(await second.exit).toBe(0);
  await untilGone([...first.report.pids, ...second.report.pids], 15_000);
});

describe.runIf(process.getuid?.() === 0)('where user namespaces are forbidden', () => {
  /** PATH with an `unshare` that may not. */
  const forbidding = (): string => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    return `${bin}:${process.env['PATH']}`;
  };

  test('another user runs PostgreSQL when it can reach the programs, and words say so when it cannot', async () => {
    const { initdb } = await findPostgresBinaries();
    if ((await privateFolderOf(initdb)) !== null) {
      // This very clone is below a private folder: nobody else can run what is in it.
      await expect(launch('stop', forbidding())).rejects.toThrow(/everybody may enter/);
      return;
    }
    const first = await launch('stop', forbidding());
    expect(first.report).toMatchObject({ encoding: 'UTF8', seen: [] });
    expect(await first.exit).toBe(0);
    // And back: the folder changes hands.
    const second = await launch('stop');
    expect(second.report).toMatchObject({ seen: ['Köchel 525 – Ő'] });
    expect(await second.exit).toBe(0);
  });
});
