import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createShippedModels } from '@cardmill/ocr-worker';
import sharp from 'sharp';

import { loadCards, type CardSet } from './card-sets.ts';
import { startMeasured } from './cardmill.ts';
import { cpuOf, cpuPerCard, total } from './house-cpu.ts';
import { sendThroughLine } from './line-client.ts';
import { createCardReader, isRecognition } from './read.ts';

const MOST_CARDS = 12;
/** Of everything that is not recognition: milliseconds of CPU for a card of four megapixels, and of its recognition. */
const MOST_MS = 300;
const MOST_SHARE = 1 / 3;
const FOUR_MEGAPIXELS = 4_000_000;
/** Times that the house has seen all of them before it is measured: it runs all day. */
const WARM_ROUNDS = 3;
/** What the four-megapixel cards are made of. */
const ENLARGED = ['de-blacklist-cards', 'no-gbif-index-cards'];

interface Card {
  readonly bytes: Uint8Array;
  readonly languages: string;
}
type Steps = Readonly<Record<string, number>>;

/** Milliseconds of CPU that each step of reading takes in a worker, by set; then what the whole house takes besides. */
export async function printSteps(root: string, sets: readonly CardSet[], sample: number): Promise<void> {
  const columns: { name: string; cards: Card[] }[] = [];
  for (const set of sets) {
    const cards = await loadCards(root, set, Math.min(MOST_CARDS, sample));
    columns.push({
      name: set.folder,
      cards: cards.map(({ bytes }) => ({ bytes, languages: set.languages })),
    });
  }
  const large = await Promise.all(
    columns.filter(({ name }) => ENLARGED.includes(name)).flatMap(({ cards }) => cards.map(enlarged)),
  );
  if (large.length > 0) columns.push({ name: '4 megapixels', cards: large });

  console.log('\nCPU of each step in a worker, ms a card\n');
  const measured: Steps[] = [];
  for (const { cards } of columns) measured.push(await stepsOf(cards));
  const names = [...new Set(measured.flatMap((steps) => Object.keys(steps)))];
  const row = (name: string, cell: (steps: Steps) => string) =>
    console.log(`| ${[name, ...measured.map(cell)].join(' | ')} |`);
  console.log(
    `| step | ${columns.map(({ name }) => name).join(' | ')} |\n|${'---|'.repeat(columns.length + 1)}`,
  );
  for (const name of names) row(name, (steps) => (steps[name] ?? 0).toFixed(0));
  row('**recognition**', (steps) => sum(steps, true).toFixed(0));
  row('**all else**', (steps) => sum(steps, false).toFixed(0));
  row(`all else, of recognition (at most ${MOST_SHARE.toFixed(2)})`, (steps) =>
    (sum(steps, false) / sum(steps, true)).toFixed(2),
  );
  if (large.length > 0) await printHouse(large, sum(measured.at(-1) ?? {}, true));
}

/** Mean over the cards, all of which are read once before: a worker that has just begun runs code that is not yet compiled. */
async function stepsOf(cards: readonly Card[]): Promise<Steps> {
  const steps: Record<string, number> = {};
  let counting = false;
  const reader = createCardReader(createShippedModels(), (step, cpuMs) => {
    if (counting) steps[step] = (steps[step] ?? 0) + cpuMs / cards.length;
  });
  try {
    for (const { bytes, languages } of cards) await reader.read(bytes, languages);
    counting = true;
    for (const { bytes, languages } of cards) await reader.read(bytes, languages);
  } finally {
    await reader.close();
  }
  return steps;
}

/** Upload, storage, queue, database, inspection, derivatives and imaging: the whole line, reading faked at 0 ms. */
async function printHouse(cards: readonly Card[], recognitionMs: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cardmill-bench-'));
  const cardmill = await startMeasured(1, { RECOGNISER: 'fake' });
  try {
    const paths = await Promise.all(
      cards.map(async ({ bytes }, i) => {
        const path = join(folder, `${i + 1}.jpg`);
        await writeFile(path, bytes);
        return path;
      }),
    );
    for (let round = 0; round < WARM_ROUNDS; round += 1) await sendThroughLine(cardmill.url, paths, 'deu');
    const before = await cpuOf(cardmill.pid);
    await sendThroughLine(cardmill.url, paths, 'deu');
    const cpu = cpuPerCard(before, await cpuOf(cardmill.pid), paths.length);
    const ms = 1_000 * total(cpu);
    const parts = Object.entries(cpu).map(([part, seconds]) => `${part} ${(1_000 * seconds).toFixed(0)}`);
    console.log(
      `\nEverything that is not recognition, all processes, for a card of 4 megapixels: ${ms.toFixed(0)} ms (${parts.join(', ')}); at most ${MOST_MS} ms: ${ms <= MOST_MS ? 'met' : '**not met**'}.`,
    );
    console.log(
      `Of its recognition (${recognitionMs.toFixed(0)} ms): ${(ms / recognitionMs).toFixed(2)}; at most ${MOST_SHARE.toFixed(2)}: ${ms <= MOST_SHARE * recognitionMs ? 'met' : '**not met**'}.`,
    );
  } finally {
    await cardmill.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same card scanned finer, as a JPEG of a scanner's quality. */
async function enlarged({ bytes, languages }: Card): Promise<Card> {
  const { width, height, density } = await sharp(bytes).metadata();
  const factor = Math.sqrt(FOUR_MEGAPIXELS / (width * height));
  const image = sharp(bytes).resize({ width: Math.round(width * factor), kernel: 'lanczos3' });
  const dpi = Math.round((density ?? 300) * factor);
  return { bytes: await image.withMetadata({ density: dpi }).jpeg({ quality: 90 }).toBuffer(), languages };
}

function sum(steps: Steps, recognition: boolean): number {
  return Object.entries(steps)
    .filter(([name]) => isRecognition(name) === recognition)
    .reduce((all, [, ms]) => all + ms, 0);
}
