import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { bulkyFile, freshDatabase, freshRedis, waitFor } from '@cardmill/testkit';
import { expect, it } from 'vitest';

const MB = 1024 * 1024;
const STREAMS = 10;
const FILES = 5;
const FILE_BYTES = 10 * MB;
const MAIN = join(import.meta.dirname, '../main.ts');

/** The API as a process of its own, from its sources. */
async function spawnApi(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = await waitFor(() => /"url":"([^"]+)","msg":"listening"/.exec(output)?.[1], {
    timeoutMs: 30_000,
  });
  return { child, url };
}

/** Kilobytes of a line of /proc, where there is one. */
async function memory(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}

async function send(url: string, title: string, files: number, bytes: number): Promise<unknown> {
  const piece = bulkyFile(64 * 1024);
  async function* body() {
    yield `--x\r\ncontent-disposition: form-data; name="title"\r\n\r\n${title}\r\n`;
    for (let n = 0; n < files; n += 1) {
      yield `--x\r\ncontent-disposition: form-data; name="files"; filename="${n}.jpg"\r\n\r\n`;
      yield bulkyFile(64 * 1024, n);
      for (let sent = piece.length; sent < bytes; sent += piece.length) yield piece;
      yield '\r\n';
    }
    yield '--x--\r\n';
  }
  const answer = await fetch(`${url}/api/v1/upload`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: Readable.toWeb(Readable.from(body(), { objectMode: false })),
    duplex: 'half',
  });
  return answer.json();
}

it.skipIf(process.platform !== 'linux')(
  'ten stations sending 50 MB each raise the memory of the API by at most 150 MB, and a signal stops it',
  async () => {
    const database = await freshDatabase();
    const redis = await freshRedis();
    const dir = await mkdtemp(join(tmpdir(), 'cardmill-memory-'));
    const { child, url } = await spawnApi({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      STORE: `file://${dir}`,
    });
    try {
      const pid = child.pid ?? 0;
      // Everything loaded and every connection open before the measurement.
      await Promise.all(Array.from({ length: STREAMS }, () => send(url, 'warm', 2, 128 * 1024)));
      const before = await memory(pid, 'VmRSS');
      const replies = await Promise.all(
        Array.from({ length: STREAMS }, (_, n) => send(url, `Station ${n}`, FILES, FILE_BYTES)),
      );
      const rise = (await memory(pid, 'VmHWM')) - before;
      for (const reply of replies) expect(reply).toMatchObject({ accepted: FILES });
      expect(rise, `rose by ${Math.round(rise / MB)} MB`).toBeLessThanOrEqual(150 * MB);
      console.info(`memory of the API rose by ${Math.round(rise / MB)} MB`);
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      expect(code).toBe(143);
    } finally {
      child.kill('SIGKILL');
      await redis.close();
      await database.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
  180_000,
);
