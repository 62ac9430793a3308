import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { CARD_SETS, imagePaths, realCardsFolder, spread } from './card-sets.ts';
import { childrenOf, startMeasured } from './cardmill.ts';
import { sendThroughLine } from './line-client.ts';
import { versions } from './versions.ts';

// What a worker holds after a thousand cards of all sets, read through the whole line by one worker.
//   npm run bench:memory -- [--cards 1000]
const { values } = parseArgs({ options: { cards: { type: 'string', default: '1000' } } });
const MOST_MIB = 350;
const LOOK_MS = 500;

const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const all = await Promise.all(
  CARD_SETS.map(async (set) => ({ set, paths: (await imagePaths(root, set)).map(({ path }) => path) })),
);
const images = all.reduce((sum, { paths }) => sum + paths.length, 0);
const part = Math.min(1, Number(values.cards) / images);
const sets = all.map(({ set, paths }) => ({ set, paths: spread(paths, Math.ceil(paths.length * part)) }));
/** Each set once, the whole round after round: languages and sizes change as in a house with several drawers. */
const rounds = Math.ceil(Number(values.cards) / images);

const cardmill = await startMeasured(1, {});
try {
  const [worker] = await childrenOf(cardmill.pid, 'services/ocr-worker');
  if (worker === undefined) throw new Error('the worker was not found among the processes');
  console.log(`${await versions(CARD_SETS.flatMap((set) => set.languages.split('+')))}\n`);
  console.log('| cards read | resident now, MiB | most so far, MiB |\n|---|---|---|');
  let most = 0;
  let read = 0;
  const look = async (): Promise<number> => {
    const now = await residentMib(worker);
    most = Math.max(most, now);
    return now;
  };
  const watching = new AbortController();
  const watched = watch(look, watching.signal);
  for (let round = 0; round < rounds; round += 1) {
    for (const { set, paths } of sets) {
      const run = await sendThroughLine(cardmill.url, paths, set.languages);
      read += run.succeeded + run.failed;
      console.log(`| ${read} | ${(await look()).toFixed(0)} | ${most.toFixed(0)} |`);
    }
  }
  watching.abort();
  await watched;
  const now = await look();
  console.log(
    `\nAfter ${read} cards a worker holds ${now.toFixed(0)} MiB; at most ${MOST_MIB}: ${now <= MOST_MIB ? 'met' : '**not met**'}.`,
  );
} finally {
  await cardmill.close();
}

async function watch(look: () => Promise<number>, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await look();
    await sleep(LOOK_MS);
  }
}

async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
