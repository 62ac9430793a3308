import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { isAlive } from './process-id.ts';
import type { ProcessId } from './process-id.ts';

const fixture = join(import.meta.dirname, 'launcher.suite.ts');
const tsx = import.meta.resolve('tsx');

// Answers every path, and writes down when it was told to stop.
const standIn = (name: string) => `
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:http');
const port = process.env.PORT ?? process.env.OPS_PORT;
const server = createServer((req, res) => res.end(JSON.stringify({ name: '${name}', pid: process.pid })));
server.listen(Number(port), process.env.HOST);
process.on('SIGTERM', () => {
  appendFileSync(__dirname + '/../../../stopped', '${name}\\n');
  process.exit(0);
});
`;

let home: string;
let root: string;
let data: string;
let launchers: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cardmill-up-'));
  root = join(home, 'built');
  data = join(home, 'data');
  for (const name of ['api', 'notifier', 'ocr-worker']) service(name, standIn(name));
  put('prisma/dist/main.js', "if (!process.env.DATABASE_URL.startsWith('postgresql://')) process.exit(1)");
  put('web/dist/index.html', '<title>pages</title>');
});
afterEach(async () => {
  for (const child of launchers) child.kill('SIGKILL');
  await untilGone(owner()?.children ?? [], 25_000);
  launchers = [];
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const service = (name: string, text: string) => put(`services/${name}/dist/main.js`, text);

function owner(): { children: ProcessId[] } | undefined {
  const file = join(data, 'lock.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function untilGone(ids: readonly ProcessId[], timeout: number): Promise<void> {
  await expect.poll(() => ids.filter(isAlive), { timeout }).toEqual([]);
}

function launch(port = '0', env: Record<string, string> = {}) {
  const args = ['--import', tsx, '--conditions=source', fixture, root, data, port, '2'];
  // Stand-ins read nothing: no models are looked for.
  const around = { PATH: process.env['PATH'], HOME: home, MODELS_DIR: home };
  const child = spawn(process.execPath, args, { env: { ...around, ...env } });
  launchers.push(child);
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    said: () => said,
    out: () => out,
    async url() {
      await expect.poll(() => out + said, { timeout: 50_000 }).toMatch(/ready at|cannot|could not|Error/);
      expect(out, said).toMatch(/^Cardmill is ready at http:\/\/127\.0\.0\.1:\d+\n$/);
      return out.trim().split(' ').at(-1) ?? '';
    },
  };
}

const ask = async (url: string, path: string) => {
  const reply = await fetch(`${url}${path}`);
  return reply.ok ? ((await reply.json()) as { name: string; pid: number }) : undefined;
};

test('serves everything at one address and keeps it running; stops workers first, servers last', async () => {
  const launcher = launch();
  const url = await launcher.url();
  expect(await (await fetch(url)).text()).toContain('pages');
  expect(await ask(url, '/api/v1/ws/')).toMatchObject({ name: 'notifier' });
  const before = await ask(url, '/api/v1/anything');
  expect(before).toMatchObject({ name: 'api' });

  // Whatever dies comes back, on whatever port; the address people use stays.
  const children = owner()?.children ?? [];
  expect(children).toHaveLength(6);
  for (const { pid } of children) process.kill(pid, 'SIGKILL');
  await expect
    .poll(async () => (await ask(url, '/api/v1/anything'))?.pid, { timeout: 20_000 })
    .not.toBe(before?.pid);
  await expect.poll(() => owner()?.children.filter(isAlive).length, { timeout: 30_000 }).toBe(6);
  await untilGone(children, 5_000);
  expect(launcher.said()).toMatch(/api ended \(SIGKILL\); starting it again/);
  expect(launcher.said()).toMatch(/PostgreSQL ended/);

  const now = owner()?.children ?? [];
  launcher.child.kill('SIGTERM');
  // npm passes the same signal on once more.
  launcher.child.kill('SIGTERM');
  expect(await launcher.ended, launcher.said()).toBe(0);
  await untilGone(now, 1_000);
  expect(owner()).toBeUndefined();
  expect(readFileSync(join(root, 'stopped'), 'utf8').trim().split('\n')).toEqual([
    'ocr-worker',
    'ocr-worker',
    'api',
    'notifier',
  ]);
  expect(existsSync(join(data, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
});

test('a launcher that is killed leaves nobody behind; the next one goes on with the same data', async () => {
  const first = launch();
  const url = await first.url();
  const second = launch();
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`already runs on ${data}`);
  expect(second.said()).toContain(url);

  const children = owner()?.children ?? [];
  first.child.kill('SIGKILL');
  // At once, while the orphans are still ending.
  const third = launch();
  await third.url();
  await untilGone(children, 1_000);
  third.child.kill('SIGINT');
  expect(await third.ended).toBe(0);
});

test('a port that is taken is named before anything is started', async () => {
  const first = launch();
  const port = new URL(await first.url()).port;
  data = join(home, 'other');
  const second = launch(port);
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`port ${port} on 127.0.0.1 is in use`);
  expect(second.said()).toContain('--port');
  expect(existsSync(join(data, 'postgres', 'cluster'))).toBe(false);
  data = join(home, 'data');
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
});

test('a service that cannot start ends everything, with its last words', async () => {
  service('api', "console.error('no model for Klingon'); process.exit(7)");
  const launcher = launch();
  expect(await launcher.ended).toBe(1);
  expect(launcher.said()).toContain('api ended 5 times');
  expect(launcher.said()).toContain('exit code 7');
  expect(launcher.said()).toContain('no model for Klingon');
  expect(owner()).toBeUndefined();
});

test('a failed migration ends the start with its words', async () => {
  put('prisma/dist/main.js', "console.error('migration 7 does not apply'); process.exit(1)");
  const launcher = launch();
  expect(await launcher.ended).toBe(1);
  expect(launcher.said()).toContain('migration 7 does not apply');
});

test('killing the npm that started it is a request to stop', async () => {
  put(
    'package.json',
    JSON.stringify({
      scripts: { start: `"${process.execPath}" --import ${tsx} --conditions=source ${fixture} . ${data}` },
    }),
  );
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  launchers.push(npm);
  let out = '';
  npm.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await expect.poll(() => out, { timeout: 50_000 }).toContain('ready at');
  const children = owner()?.children ?? [];
  expect(children).toHaveLength(6);
  npm.kill('SIGKILL');
  await untilGone(children, 30_000);
  await expect.poll(() => owner(), { timeout: 10_000 }).toBeUndefined();
});
