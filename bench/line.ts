import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CLI, machine, startMeasured } from './cardmill.ts';
import { nativeVersion, readNatively, twoAtATime } from './native.ts';

// Cards per second of the whole line (upload, storage, queue, decoding, derivatives, reading, results) with two
// workers, beside the native command-line tool that only reads, on the same files in the same run.
//   npm run bench -- [folder] [--languages deu] [--rounds 3]
const ROOT = fileURLToPath(new URL('../', import.meta.url));

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

const cardmill = await startMeasured(2, {});
try {
  const { url } = cardmill;
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
  console.log(`${machine()}\n`);
  console.log('| | cards/s | ratio |\n|---|---|---|');
  console.log(
    `| Cardmill, the whole line, 2 workers | ${line.toFixed(2)} | ${tool === null ? '-' : (line / tool).toFixed(2)} |`,
  );
  if (tool !== null) console.log(`| ${native}, reading only, two at a time | ${tool.toFixed(2)} | 1.00 |`);
} finally {
  await cardmill.close();
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
