/**
 * Character error rates of every set with the product's defaults and the languages only, beside the native tool on the
 * same files in the same run, and of one set turned.
 *
 *   npm run bench:accuracy -- [--set a,b] [--sample N] [--no-native] [--no-turned] [--json FILE]
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import {
  chosenSets,
  loadCards,
  realCardsFolder,
  TURNED_SET,
  TURNED_WITHIN,
  type CardSet,
} from './card-sets.ts';
import { measure, type SetResult } from './measure.ts';
import { nativeVersion, readNatively } from './native.ts';
import { createCardReader, type CardReader } from './read.ts';
import { type Fill, turnCard } from './turn-card.ts';
import { versions } from './versions.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    set: { type: 'string', default: '' },
    sample: { type: 'string', default: 'Infinity' },
    native: { type: 'boolean', default: true },
    turned: { type: 'boolean', default: true },
    json: { type: 'string' },
  },
});
/** As a scanner gives it: upright but encoded anew, skewed, lying, on its head. */
const TURNS: readonly { degrees: number; fill: Fill }[] = [
  { degrees: 0, fill: 'edge' },
  { degrees: 2, fill: 'edge' },
  { degrees: 5, fill: 'edge' },
  { degrees: 5, fill: 'white' },
  { degrees: 90, fill: 'edge' },
  { degrees: 180, fill: 'edge' },
];

const root = realCardsFolder();
if (root === null) throw new Error('the real cards are not there: nothing to measure');
const folder = root;
const sets = chosenSets(values.set.split(',').filter((name) => name !== ''));
const sample = Number(values.sample);
const native = values.native && (await nativeVersion()) !== null;
const languages = sets.flatMap((set) => set.languages.split('+'));
const results: Record<string, SetResult> = {};
const readers = [createCardReader(), createCardReader()];

try {
  console.log(`${await versions(languages)}\n`);
  console.log(
    '| set | languages | cards | CER mean | median | pooled | native mean | ratio | at most | met |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const set of sets) await oneSet(set);
  const turned = sets.find((set) => set.folder === TURNED_SET);
  if (values.turned && turned !== undefined) await turnedSet(turned);
} finally {
  await Promise.all(readers.map((reader) => reader.close()));
}
if (values.json !== undefined) {
  const file = resolve(process.env['INIT_CWD'] ?? '.', values.json);
  await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);
}

async function oneSet(set: CardSet): Promise<void> {
  const cards = await loadCards(folder, set, sample);
  const ours = await measure(cards, (card, taker) => reader(taker).read(card.bytes, set.languages));
  results[set.folder] = ours;
  const tool = native ? await measure(cards, (card) => readNatively(card.path, set.languages)) : null;
  if (tool !== null) results[`${set.folder} native`] = tool;
  const most = limit(set, tool);
  row([
    set.folder,
    set.languages,
    ours.cards,
    ...[ours.mean, ours.median, ours.pooled].map(rate),
    ...(tool === null ? ['-', '-'] : [rate(tool.mean), (ours.mean / tool.mean).toFixed(2)]),
    ...(most === null ? ['-', '-'] : [rate(most), ours.mean <= most ? 'yes' : '**no**']),
  ]);
}

/** Each way of lying against the same set's upright figure. */
async function turnedSet(set: CardSet): Promise<void> {
  const upright = results[set.folder]?.mean ?? 0;
  const cards = await loadCards(folder, set, sample);
  console.log(`\n${set.folder} turned, as JPEG of quality 90; upright as it is: ${rate(upright)}\n`);
  console.log('| turned by | filled with | CER mean | median | pooled | from upright | at most | met |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { degrees, fill } of TURNS) {
    const result = await measure(cards, async (card, taker) =>
      reader(taker).read(await turnCard(card.bytes, degrees, fill), set.languages),
    );
    results[`${set.folder} ${degrees} ${fill}`] = result;
    const away = result.mean - upright;
    row([
      `${degrees}°`,
      fill,
      ...[result.mean, result.median, result.pooled].map(rate),
      away.toFixed(3),
      TURNED_WITHIN.toFixed(3),
      away <= TURNED_WITHIN ? 'yes' : '**no**',
    ]);
  }
}

function limit({ target }: CardSet, tool: SetResult | null): number | null {
  if ('atMost' in target) return target.atMost;
  return tool === null ? null : target.ofNative * tool.mean;
}

function reader(taker: number): CardReader {
  const found = readers[taker];
  if (found === undefined) throw new Error(`there is no reader ${taker}`);
  return found;
}

function rate(value: number): string {
  return value.toFixed(3);
}

function row(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
