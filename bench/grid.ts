/**
 * Model source x segmentation mode x pixel format on real cards, beside the native tool in the same run.
 *
 *   npm run bench:grid -- [--sample N] [--sets a,b] [--models best_int,4.0.0,debian] [--modes auto,column,block,sparse]
 *                         [--formats pgm,png] [--languages deu+fra] [--no-native]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { SEGMENTATIONS, Segmentation } from '@cardmill/contracts';
import { characterErrorRate, countErrors } from '@cardmill/extraction/evaluation';
import {
  createFolderModels,
  createNpmModels,
  createTesseractRecogniser,
  greyPgm,
  inspect,
  type GreyImage,
  type ModelSource,
} from '@cardmill/ocr-worker';
import sharp from 'sharp';

import { nativeVersion, readNatively, twoAtATime } from './native.ts';
import { CARD_SETS, loadCards, realCardsFolder, type CardSet } from './real-cards.ts';

const MODELS: Record<string, () => ModelSource> = {
  best_int: () => createNpmModels('4.0.0_best_int'),
  '4.0.0': () => createNpmModels('4.0.0'),
  debian: () => createFolderModels('/usr/share/tesseract-ocr/5/tessdata'),
};

interface Prepared {
  readonly truth: string;
  /** For the native tool. */
  readonly path: string;
  readonly pgm: GreyImage;
  readonly png: GreyImage;
}

const { values } = parseArgs({
  allowNegative: true,
  options: {
    sample: { type: 'string', default: '1000' },
    sets: { type: 'string', default: CARD_SETS.map((set) => set.folder).join(',') },
    models: { type: 'string', default: Object.keys(MODELS).join(',') },
    modes: { type: 'string', default: SEGMENTATIONS.join(',') },
    formats: { type: 'string', default: 'pgm,png' },
    languages: { type: 'string' },
    native: { type: 'boolean', default: true },
  },
});

/** The card upright, as PGM, PNG and a file. */
async function prepare(root: string, set: CardSet, scratch: string): Promise<Prepared[]> {
  const cards = await loadCards(root, set, Number(values.sample));
  const prepared: Prepared[] = [];
  for (const card of cards) {
    const turned = set.turn === 0 ? card.bytes : await sharp(card.bytes).rotate(set.turn).png().toBuffer();
    const pgm = greyPgm((await inspect(turned)).upright);
    const grey = sharp(pgm.pgm.subarray(-pgm.width * pgm.height), {
      raw: { width: pgm.width, height: pgm.height, channels: 1 },
    });
    const png = await grey.png({ compressionLevel: 1 }).toBuffer();
    const path = set.turn === 0 ? card.path : join(scratch, `${set.folder}-${card.name}.png`);
    if (set.turn !== 0) await sharp(turned).toFile(path);
    // The port speaks of PGM only; leptonica behind it tells the two apart by their first bytes.
    prepared.push({ truth: card.truth, path, pgm, png: { ...pgm, pgm: png } });
  }
  return prepared;
}

interface Measured {
  readonly mean: number;
  readonly median: number;
  /** All edits by all characters. */
  readonly pooled: number;
  readonly secondsPerCard: number;
  readonly cpuPerCard: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** `cpuSeconds` is what reading took outside this process; the rest is this process's own. */
async function measure(
  cards: readonly Prepared[],
  read: (card: Prepared, taker: number) => Promise<{ text: string; cpuSeconds: number }>,
): Promise<Measured> {
  const texts: { read: string; truth: string }[] = [];
  let outside = 0;
  const before = process.cpuUsage();
  const started = performance.now();
  await twoAtATime(cards, async (card, taker) => {
    const { text, cpuSeconds } = await read(card, taker);
    outside += cpuSeconds;
    texts.push({ read: text, truth: card.truth });
  });
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(before);
  const rates = texts.map(({ read, truth }) => characterErrorRate(read, truth)).sort((a, b) => a - b);
  const errors = texts.map(({ read, truth }) => countErrors(read, truth));
  return {
    mean: sum(rates) / rates.length,
    median: rates[Math.floor(rates.length / 2)] ?? 0,
    pooled: sum(errors.map(({ edits }) => edits)) / sum(errors.map(({ characters }) => characters)),
    secondsPerCard: seconds / cards.length,
    cpuPerCard: ((used.user + used.system) / 1e6 + outside) / cards.length,
  };
}

function row(set: CardSet, languages: string, what: readonly string[], result: Measured): void {
  const rates = [result.mean, result.median, result.pooled].map((rate) => rate.toFixed(3));
  const times = [result.cpuPerCard.toFixed(2), result.secondsPerCard.toFixed(2)];
  console.log(`| ${[set.folder, languages, ...what, ...rates, ...times].join(' | ')} |`);
}

const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const list = (text: string) => text.split(',').filter((part) => part !== '');
const native = await nativeVersion();
const scratch = await mkdtemp(join(tmpdir(), 'grid-'));
try {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, tesseract.js 7.0.0, ${native ?? 'no native tool'}\n`,
  );
  console.log(
    '| set | languages | model | mode | pixels | CER mean | median | pooled | CPU s/card | s/card |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const set of CARD_SETS.filter(({ folder }) => list(values.sets).includes(folder))) {
    const cards = await prepare(root, set, scratch);
    const languages = values.languages ?? set.language;
    for (const source of list(values.models)) {
      const models = MODELS[source]?.();
      if (models === undefined) throw new Error(`no such models: ${source}`);
      const takers = [createTesseractRecogniser({ models }), createTesseractRecogniser({ models })];
      try {
        for (const mode of list(values.modes).map((text) => Segmentation.parse(text))) {
          for (const format of list(values.formats)) {
            const options = {
              languages: languages.split('+'),
              segmentation: mode,
              signal: new AbortController().signal,
              deadlineMs: 120_000,
            };
            const read = async (card: Prepared, taker: number) => {
              const image = format === 'png' ? card.png : card.pgm;
              return { text: (await takers[taker]?.recognise(image, options))?.text ?? '', cpuSeconds: 0 };
            };
            // Starting the engine is not reading.
            await Promise.all(takers.map(async (_, taker) => cards[0] && (await read(cards[0], taker))));
            row(set, languages, [source, mode, format], await measure(cards, read));
          }
        }
      } finally {
        await Promise.all(takers.map(async (taker) => await taker.close()));
      }
    }
    if (native !== null && values.native) {
      row(
        set,
        languages,
        ['debian, native tool', 'auto', 'file'],
        await measure(cards, async (card) => await readNatively(card.path, languages)),
      );
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
