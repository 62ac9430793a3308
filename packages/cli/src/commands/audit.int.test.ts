import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';

import { findRunningPostgres, startPostgres } from '@cardmill/server-kit/servers';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createTerminal } from '../terminal.ts';
import { openDataFolder } from '../up/data-folder.ts';
import { lockDataFolder } from '../up/data-lock.ts';
import { audit } from './audit.ts';

let home: string;
let data: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cardmill-audit-'));
  data = join(home, 'data');
  put('prisma/dist/main.js', '');
  // Says what it was given, and whether the database answers there.
  put(
    'services/api/dist/audit-main.js',
    `const { connect } = require('node:net');
     const { DATABASE_URL, STORE } = process.env;
     const socket = connect(Number(new URL(DATABASE_URL).port), '127.0.0.1');
     const end = (answers) => {
       require('node:fs').writeFileSync('${home}/looked.json', JSON.stringify({ DATABASE_URL, STORE, answers }));
       process.exit(2);
     };
     socket.once('connect', () => end(true)).once('error', () => end(false));`,
  );
});
afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}
const looked = () => JSON.parse(readFileSync(join(home, 'looked.json'), 'utf8'));

function run(flags: { data?: string }, env: Record<string, string> = {}): Promise<number> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stops = { signal: new AbortController().signal, first: new Promise<number>(() => undefined) };
  const around = { env: { PATH: process.env['PATH'], ...env }, root: home, invokedIn: home, cores: 1 };
  return audit(flags, around, createTerminal(nowhere, nowhere), { ...stops, onSecond: () => undefined });
}

test('a folder without a Cardmill is told and not made into one', async () => {
  await expect(run({ data })).rejects.toThrow(`no Cardmill in ${data}`);
  await expect(run({ data })).rejects.toThrow(`no Cardmill in ${data}`);
});

test('a Cardmill at rest: its database runs for as long as the audit, and its status is the command’s', async () => {
  await openDataFolder(data);
  expect(await run({ data }, { DATABASE_URL: 'postgresql://other:1@127.0.0.1:1/x' })).toBe(2);
  expect(looked()).toMatchObject({ STORE: `file://${data}/objects`, answers: true });
  expect(await findRunningPostgres(join(data, 'postgres'))).toBeNull();
  await (await lockDataFolder(data)).release();
});

test('a Cardmill in use: its own database is asked, and goes on', async () => {
  const folder = await openDataFolder(data);
  const lock = await lockDataFolder(data);
  const postgres = await startPostgres({ dataDir: folder.postgres });
  try {
    expect(await run({ data })).toBe(2);
    expect(looked()).toEqual({ DATABASE_URL: postgres.url, STORE: `file://${data}/objects`, answers: true });
    expect(await findRunningPostgres(folder.postgres)).toBe(postgres.url);
  } finally {
    await postgres.stop();
    await lock.release();
  }
});

test('without a folder, what the environment names', async () => {
  expect(await run({}, { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x', STORE: 's3://other' })).toBe(2);
  expect(looked()).toMatchObject({ STORE: 's3://other', answers: false });
});
