import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { nativeVersion, readNatively, twoAtATime } from './native.ts';

// Cards per second of the whole line (upload, storage, queue, decoding, derivatives, reading, results) with two
// workers, beside the native command-line tool that only reads, on the same files in the same run.
//   npm run bench -- [folder] [--languages deu] [--rounds 3]
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CLI = join(ROOT, 'packages/cli/dist/main.js');

const flag = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : (process.argv[at + 1] ?? fallback);
};
const named = process.argv[2];
const folder =
  named === undefined || named.startsWith('--') ? join(ROOT, '../shared/data/de-library-cards') : named;
const language = flag('languages', 'deu');
const rounds = Number(flag('rounds', '3'));

const files = (await readdir(folder)).filter((name) => /\.(jpe?g|png|tiff?|webp)$/i.test(name)).sort();
const paths = files.map((name) => join(folder, name));
const native = await nativeVersion();

const data = await mkdtemp(join(tmpdir(), 'cardmill-bench-'));
const cardmill = spawn(process.execPath, [CLI, 'up', '--port', '0', '--data', data, '--workers', '2'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await new Promise<string>((resolve, reject) => {
    cardmill.stdout.on('data', (chunk: Buffer) => {
      const found = /ready at (http:\/\/\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
    cardmill.once('exit', (code) => reject(new Error(`Cardmill ended with ${code}`)));
  });
  // Both workers load their models, as a warm house has them.
  await digitise(url, paths.slice(0, 8));

  const rates: { line: number; native: number | null }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const line = paths.length / (await seconds(() => digitise(url, paths)));
    const tool =
      native === null
        ? null
        : paths.length /
          (await seconds(async () => {
            await twoAtATime(paths, async (path) => {
              await readNatively(path, language);
            });
          }));
    rates.push({ line, native: tool });
    console.log(
      `round ${round + 1}: line ${line.toFixed(2)} cards/s, native ${tool?.toFixed(2) ?? 'not installed'}`,
    );
  }
  const line = median(rates.map((rate) => rate.line));
  const tool = native === null ? null : median(rates.map((rate) => rate.native ?? 0));
  console.log(
    `\n${files.length} cards of ${folder.split('/').at(-1)}, languages ${language}, median of ${rounds} rounds`,
  );
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}\n`,
  );
  console.log('| | cards/s | ratio |\n|---|---|---|');
  console.log(
    `| Cardmill, the whole line, 2 workers | ${line.toFixed(2)} | ${tool === null ? '-' : (line / tool).toFixed(2)} |`,
  );
  if (tool !== null) console.log(`| ${native}, reading only, two at a time | ${tool.toFixed(2)} | 1.00 |`);
} finally {
  cardmill.kill('SIGTERM');
  await new Promise((resolve) => cardmill.once('exit', resolve));
  await rm(data, { recursive: true, force: true });
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function digitise(url: string, cards: readonly string[]): Promise<void> {
  const args = [CLI, 'digitise', ...cards, '--languages', language, '--url', url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`digitise ended with ${String(code)}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
