/**
 * Accuracy against throughput: the product's reading with one thing changed at a time, beside the native tool.
 *
 *   npm run bench:curve -- [--set a,b] [--sample 16] [--only 'npm models,no second look'] [--no-native]
 */
import { parseArgs } from 'node:util';

import { ImagingStep, type ReadingOptions, SEGMENTATIONS } from '@cardmill/contracts';
import { mean } from '@cardmill/extraction/evaluation';
import { createNpmModels, createShippedModels, type ModelSource } from '@cardmill/ocr-worker';

import { chosenSets, loadCards, realCardsFolder, type RealCard } from './card-sets.ts';
import { measure, type SetResult } from './measure.ts';
import { nativeVersion, readNatively } from './native.ts';
import { createCardReader } from './read.ts';
import { versions } from './versions.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    set: { type: 'string', default: '' },
    sample: { type: 'string', default: '16' },
    only: { type: 'string', default: '' },
    native: { type: 'boolean', default: true },
  },
});

interface Variant {
  readonly name: string;
  readonly options?: ReadingOptions;
  readonly models?: () => ModelSource;
  /** Of the set's languages only the first. */
  readonly firstLanguage?: boolean;
}
const noImaging = Object.fromEntries(ImagingStep.options.map((step) => [step, false]));
const VARIANTS: readonly Variant[] = [
  { name: 'as shipped' },
  { name: 'no second look', options: { secondLook: false } },
  ...ImagingStep.options.map((step) => ({
    name: `without ${step}`,
    options: { imaging: { [step]: false } },
  })),
  { name: 'no imaging', options: { imaging: noImaging } },
  { name: 'no imaging, no second look', options: { imaging: noImaging, secondLook: false } },
  ...SEGMENTATIONS.map((segmentation) => ({ name: `always ${segmentation}`, options: { segmentation } })),
  { name: 'first language only', firstLanguage: true },
  { name: 'npm models', models: () => createNpmModels() },
];

const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const sets = await Promise.all(
  chosenSets(names(values.set)).map(async (set) => ({
    set,
    cards: await loadCards(root, set, Number(values.sample)),
  })),
);
const chosen = VARIANTS.filter(({ name }) => values.only === '' || names(values.only).includes(name));

console.log(`${await versions(sets.flatMap(({ set }) => set.languages.split('+')))}\n`);
console.log('CER mean and CPU seconds a card, by set; then the mean of the sets\n');
console.log(
  `| | ${sets.map(({ set }) => set.folder).join(' | ')} | all |\n|${'---|'.repeat(sets.length + 2)}`,
);
for (const { name, options, models = () => createShippedModels(), firstLanguage = false } of chosen) {
  const readers = [createCardReader(models()), createCardReader(models())];
  try {
    await printRow(name, (card, languages, taker) => {
      const reader = readers[taker];
      if (reader === undefined) throw new Error(`there is no reader ${taker}`);
      const [first = languages] = languages.split('+');
      return reader.read(card.bytes, firstLanguage ? first : languages, options);
    });
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}
if (values.native && (await nativeVersion()) !== null)
  await printRow('native tool', (card, languages) => readNatively(card.path, languages));

async function printRow(
  name: string,
  read: (card: RealCard, languages: string, taker: number) => Promise<{ text: string; cpuSeconds?: number }>,
): Promise<void> {
  const results: SetResult[] = [];
  for (const { set, cards } of sets) {
    // Starting an engine and changing its languages is not reading.
    await measure(
      cards.slice(0, 1).flatMap((card) => [card, card]),
      (card, taker) => read(card, set.languages, taker),
    );
    results.push(await measure(cards, (card, taker) => read(card, set.languages, taker)));
  }
  const all = {
    mean: mean(results.map((result) => result.mean)) ?? 0,
    cpuPerCard: mean(results.map((result) => result.cpuPerCard)) ?? 0,
  };
  const cells = [...results, all].map(
    (result) => `${result.mean.toFixed(3)}, ${result.cpuPerCard.toFixed(2)} s`,
  );
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

function names(list: string): string[] {
  return list.split(',').filter((name) => name !== '');
}
