/**
 * How many values are right after folding case, spaces and punctuation, field by field, on the sets with truth for fields:
 * the product's reading with the built-in template for that kind of card, and where the drawer's owner would know the form of a
 * field's values, with that form given too.
 *
 *   npm run bench:fields -- [--set a,b] [--sample N] [--wrong]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { BUILT_IN } from '@cardmill/api';
import { createExtractor, type Extractor } from '@cardmill/extraction';
import { compareValue, fieldAccuracy } from '@cardmill/extraction/evaluation';

import { type CardSet, chosenSets, imagePaths, realCardsFolder, spread } from './card-sets.ts';
import { FIELD_SETS, type FieldSet } from './field-truth.ts';
import { twoAtATime } from './native.ts';
import { type CardReader, createCardReader } from './read.ts';

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: '' },
    sample: { type: 'string', default: 'Infinity' },
    wrong: { type: 'boolean', default: false },
  },
});
const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const folder = root;

type Comparison = ReturnType<typeof compareValue>;

const readers = [createCardReader(), createCardReader()];
try {
  console.log('| set | field | values | right | wrong | missing | invented | accuracy |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const set of chosenSets(values.set.split(',').filter((name) => name !== ''))) {
    const withTruth = FIELD_SETS.find((one) => one.folder === set.folder);
    if (withTruth !== undefined) await oneSet(set, withTruth);
  }
} finally {
  await Promise.all(readers.map((reader) => reader.close()));
}

async function oneSet(set: CardSet, { template, truthOf, forms }: FieldSet): Promise<void> {
  const { fields = [], options } = BUILT_IN.find(({ id }) => id === template) ?? {};
  const extract = createExtractor(fields, options);
  const known = fields.map((field) => ({ ...field, pattern: forms[field.key] ?? field.pattern }));
  const extractKnown = createExtractor(known, options);
  const images = spread(await imagePaths(folder, set), Number(values.sample));
  const compared = new Map<string, Comparison[]>();
  await twoAtATime(images, async ({ name, path }, taker) => {
    const truth = truthOf(JSON.parse(await readFile(path.replace(/\.[^.]+$/, '.fields.json'), 'utf8')));
    const { words, size } = await read(readers[taker], path, set);
    const found = extract(words, size);
    const better = extractKnown(words, size);
    for (const [field, wanted] of Object.entries(truth)) {
      compareField(name, field, wanted, found, compared);
      if (forms[field] !== undefined)
        compareField(name, field, wanted, better, compared, `${field}, form given`);
    }
  });
  for (const [field, comparisons] of compared) {
    const { right, wrong, missing, invented, accuracy } = fieldAccuracy(comparisons);
    const share = accuracy === null ? '-' : accuracy.toFixed(3);
    const cells = [set.folder, field, right + wrong + missing, right, wrong, missing, invented, share];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

async function read(reader: CardReader | undefined, path: string, set: CardSet) {
  if (reader === undefined) throw new Error('more takers than readers');
  return await reader.read(await readFile(path), set.languages);
}

function compareField(
  name: string,
  field: string,
  wanted: string,
  found: ReturnType<Extractor>,
  compared: Map<string, Comparison[]>,
  title = field,
): void {
  const { value = null, normalised = null } = found[field] ?? {};
  const comparison = compareValue([value, normalised], wanted);
  compared.set(title, [...(compared.get(title) ?? []), comparison]);
  if (values.wrong && comparison !== 'right' && comparison !== 'empty')
    console.error(`${name} ${title} ${comparison}: ${JSON.stringify({ wanted, value, normalised })}`);
}
