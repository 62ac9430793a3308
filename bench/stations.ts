import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { UploadReply } from '@cardmill/contracts';
import sharp from 'sharp';

// Ten stations, each sending 200 files at once with the others: files and megabytes a second as the stations see it,
// and the most memory the API took. One worker inspects meanwhile, as in a real house; nothing is read.
//   npm run bench:stations
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const STATIONS = 10;
const FILES = 200;
const A_REQUEST = 20;
const MEBI = 2 ** 20;

const noise = { width: 1200, height: 720, channels: 3, background: '#f6f0df' } as const;
const image = await sharp({ create: { ...noise, noise: { type: 'gaussian', mean: 230, sigma: 25 } } })
  .jpeg({ quality: 80 })
  .toBuffer();

const data = await mkdtemp(join(tmpdir(), 'cardmill-bench-'));
const args = [join(ROOT, 'packages/cli/dist/main.js'), 'up', '--port', '0', '--data', data, '--workers', '1'];
const cardmill = spawn(process.execPath, args, {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, RECOGNISER: 'fake' },
});
try {
  const url = await new Promise<string>((resolve, reject) => {
    cardmill.stdout.on('data', (chunk: Buffer) => {
      const found = /ready at (http:\/\/\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
    cardmill.once('exit', (code) => reject(new Error(`Cardmill ended with ${code}`)));
  });
  await station(url, 0, A_REQUEST);
  const api = await apiProcess();
  const before = await memory(api, 'VmRSS');
  const started = performance.now();
  const accepted = await Promise.all(Array.from({ length: STATIONS }, (_, n) => station(url, n + 1, FILES)));
  const seconds = (performance.now() - started) / 1000;
  const peak = await memory(api, 'VmHWM');
  const files = accepted.reduce((sum, n) => sum + n, 0);

  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
  );
  console.log(
    `${STATIONS} stations, ${FILES} files of ${Math.round(image.length / 1024)} KiB each, folder store\n`,
  );
  console.log(
    '| accepted | seconds | files/s | MiB/s | API memory before | at most |\n|---|---|---|---|---|---|',
  );
  const rate = [files, seconds.toFixed(1), (files / seconds).toFixed(0)];
  const bytes = [((files * image.length) / MEBI / seconds).toFixed(1), mebi(before), mebi(peak)];
  console.log(`| ${[...rate, ...bytes].join(' | ')} |`);
} finally {
  cardmill.kill('SIGTERM');
  await new Promise((resolve) => cardmill.once('exit', resolve));
  await rm(data, { recursive: true, force: true });
}

/** Sends its files request after request, as a scanner does; returns how many were accepted. */
async function station(url: string, number: number, count: number): Promise<number> {
  let batch: string | undefined;
  let accepted = 0;
  for (let first = 0; first < count; first += A_REQUEST) {
    const form = new FormData();
    if (batch === undefined) form.set('title', `Station ${number}`);
    else form.set('batch', batch);
    for (let n = first; n < first + A_REQUEST; n += 1) {
      // What follows the end of a JPEG changes nothing but makes it another file.
      form.append('files', new Blob([new Uint8Array(image), `${number}-${n}`]), `${n + 1}.jpg`);
    }
    const reply = await fetch(`${url}/api/v1/upload`, { method: 'POST', body: form });
    if (!reply.ok) throw new Error(`${reply.status}: ${await reply.text()}`);
    const body = UploadReply.parse(await reply.json());
    batch = body.batch ?? undefined;
    accepted += body.accepted;
  }
  return accepted;
}

async function apiProcess(): Promise<string> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command, stat] = await Promise.all(
      ['cmdline', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
    );
    const parent = Number((stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ')[1]);
    if (command?.includes('services/api/dist/main.js') === true && parent === cardmill.pid) return pid;
  }
  throw new Error('the API was not found among the processes');
}

/** Bytes of a line of the process's status. */
async function memory(pid: string, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}

function mebi(bytes: number): string {
  return `${Math.round(bytes / MEBI)} MiB`;
}
