/**
 * The whole line (upload, storage, queue, decoding, derivatives, imaging, reading, results) with two workers, beside the
 * native tool, which only reads, on the same files and cores in the same run; how two workers do against one; and what
 * each process and each step costs.
 *
 *   npm run bench:throughput -- [--set a,b] [--sample N] [--rounds 3] [--no-native] [--no-scaling] [--no-steps]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { median } from '@cardmill/extraction/evaluation';

import { chosenSets, imagePaths, realCardsFolder, spread, type CardSet } from './card-sets.ts';
import { startMeasured } from './cardmill.ts';
import { cpuOf, cpuPerCard, type CpuSeconds, total } from './house-cpu.ts';
import { sendThroughLine } from './line-client.ts';
import { nativeVersion, readNatively, twoAtATime } from './native.ts';
import { printSteps } from './steps.ts';
import { versions } from './versions.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    set: { type: 'string', default: '' },
    sample: { type: 'string', default: 'Infinity' },
    rounds: { type: 'string', default: '3' },
    native: { type: 'boolean', default: true },
    scaling: { type: 'boolean', default: true },
    steps: { type: 'boolean', default: true },
  },
});
const SCALING_TARGET = 0.9;
/** Workers read these before the clock starts: engines are running and models are loaded, as in a house at work. */
const WARM_UP = 4;

/** A set's files, and the seconds of every round. */
interface Timed {
  readonly set: CardSet;
  readonly paths: readonly string[];
  readonly line: number[];
  readonly native: number[];
}

const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const sets = chosenSets(values.set.split(',').filter((name) => name !== ''));
const timed = await Promise.all(
  sets.map(async (set): Promise<Timed> => {
    const images = spread(await imagePaths(root, set), Number(values.sample));
    return { set, paths: images.map(({ path }) => path), line: [], native: [] };
  }),
);
const cards = timed.reduce((sum, { paths }) => sum + paths.length, 0);
const native = values.native && (await nativeVersion()) !== null;
const rounds = Number(values.rounds);
console.log(`${await versions(sets.flatMap((set) => set.languages.split('+')))}\n`);

const two = await withWorkers(2, async (url, pid) => {
  const cpu: CpuSeconds[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await cpuOf(pid);
    for (const { set, paths, line } of timed) line.push(await readAll(url, set, paths));
    cpu.push(cpuPerCard(before, await cpuOf(pid), cards));
    if (native) for (const one of timed) one.native.push(await readAllNatively(one));
  }
  return cpu;
});
printLine();
printProcesses(two);
if (values.scaling) await printScaling();
if (values.steps) await printSteps(root, sets, Number(values.sample));

/** Cards a second of all rounds' medians, set by set and together. */
function printLine(): void {
  console.log(`Whole line, 2 workers, against the native tool reading only; median of ${rounds} rounds\n`);
  console.log('| set | cards | line cards/s | native cards/s | ratio |\n|---|---|---|---|---|');
  const row = (name: string, count: number, line: number, tool: number) => {
    const beside = native ? [(count / tool).toFixed(2), (tool / line).toFixed(2)] : ['-', '-'];
    console.log(`| ${[name, count, (count / line).toFixed(2), ...beside].join(' | ')} |`);
  };
  for (const { set, paths, line, native: tool } of timed)
    row(set.folder, paths.length, middle(line), middle(tool));
  const together = (pick: (one: Timed) => readonly number[]) =>
    middle(
      Array.from({ length: rounds }, (_, i) => timed.reduce((sum, one) => sum + (pick(one)[i] ?? 0), 0)),
    );
  row(
    '**all**',
    cards,
    together((one) => one.line),
    together((one) => one.native),
  );
}

function printProcesses(measured: readonly CpuSeconds[]): void {
  console.log('\nCPU of every process, ms a card (the client that uploads is not among them)\n');
  const parts = Object.keys(measured[0] ?? {});
  const cells = parts.map((part) => (1_000 * middle(measured.map((cpu) => cpu[part] ?? 0))).toFixed(0));
  console.log(`| ${[...parts, 'all'].join(' | ')} |\n|${'---|'.repeat(parts.length + 1)}`);
  console.log(`| ${[...cells, (1_000 * middle(measured.map(total))).toFixed(0)].join(' | ')} |`);
}

/** How much of what two cores could read at the measured CPU a card two workers do read. */
async function printScaling(): Promise<void> {
  const seconds = await withWorkers(1, async (url) => {
    let sum = 0;
    for (const { set, paths } of timed) sum += await readAll(url, set, paths);
    return sum;
  });
  const rate =
    cards /
    middle(Array.from({ length: rounds }, (_, i) => timed.reduce((sum, one) => sum + (one.line[i] ?? 0), 0)));
  const cores = Math.min(2, availableParallelism());
  const possible = cores / middle(two.map(total));
  console.log('\n| workers | cards/s | of what the cores can do | at least |\n|---|---|---|---|');
  console.log(`| 1 | ${(cards / seconds).toFixed(2)} | - | - |`);
  console.log(
    `| 2 | ${rate.toFixed(2)} | ${(rate / possible).toFixed(2)} (${cores} cores ÷ ${middle(two.map(total)).toFixed(3)} s a card = ${possible.toFixed(2)}) | ${SCALING_TARGET} |`,
  );
}

async function withWorkers<T>(workers: number, work: (url: string, pid: number) => Promise<T>): Promise<T> {
  const cardmill = await startMeasured(workers, {});
  try {
    for (const { set, paths } of timed)
      await sendThroughLine(cardmill.url, paths.slice(0, WARM_UP), set.languages);
    return await work(cardmill.url, cardmill.pid);
  } finally {
    await cardmill.close();
  }
}

async function readAll(url: string, set: CardSet, paths: readonly string[]): Promise<number> {
  const { seconds, failed } = await sendThroughLine(url, paths, set.languages);
  if (failed > 0) console.error(`${failed} cards of ${set.folder} failed`);
  return seconds;
}

async function readAllNatively({ set, paths }: Timed): Promise<number> {
  const started = performance.now();
  await twoAtATime(paths, async (path) => void (await readNatively(path, set.languages)));
  return (performance.now() - started) / 1_000;
}

function middle(numbers: readonly number[]): number {
  return median(numbers) ?? Number.NaN;
}
