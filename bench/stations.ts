import { readFile } from 'node:fs/promises';

import { UploadReply } from '@cardmill/contracts';
import sharp from 'sharp';

import { childrenOf, machine, startMeasured } from './cardmill.ts';

// Ten stations, each sending 200 files at once with the others: files and megabytes a second as the stations see it,
// and the most memory the API took. One worker inspects meanwhile, as in a real house; nothing is read.
//   npm run bench:stations -- [--mb 10]     size of a file; 0.25 MB when not given
const STATIONS = 10;
const FILES = 200;
const A_REQUEST = 20;
const MEBI = 2 ** 20;

const at = process.argv.indexOf('--mb');
const fileBytes = at === -1 ? 0 : Number(process.argv[at + 1]) * 1_000_000;

const noise = { width: 1200, height: 720, channels: 3, background: '#f6f0df' } as const;
const picture = await sharp({ create: { ...noise, noise: { type: 'gaussian', mean: 230, sigma: 25 } } })
  .jpeg({ quality: 80 })
  .toBuffer();
// What follows the end of a JPEG is part of the file and not of the picture.
const image = Buffer.concat([picture, Buffer.alloc(Math.max(0, fileBytes - picture.length))]);

const cardmill = await startMeasured(1, { RECOGNISER: 'fake' });
try {
  const { url } = cardmill;
  await station(url, 0, A_REQUEST);
  const [api] = await childrenOf(cardmill.pid, 'services/api');
  if (api === undefined) throw new Error('the API was not found among the processes');
  const before = await memory(api, 'VmRSS');
  const started = performance.now();
  const accepted = await Promise.all(Array.from({ length: STATIONS }, (_, n) => station(url, n + 1, FILES)));
  const seconds = (performance.now() - started) / 1000;
  const peak = await memory(api, 'VmHWM');
  const files = accepted.reduce((sum, n) => sum + n, 0);

  console.log(machine());
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
  await cardmill.close();
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

/** Bytes of a line of the process's status. */
async function memory(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}

function mebi(bytes: number): string {
  return `${Math.round(bytes / MEBI)} MiB`;
}
