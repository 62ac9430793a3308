// Pictures of every page, for the README and for whoever changes a page, into docs/screenshots.
//   npm run screenshots [-- page …] [--to folder]
// Where it stands goes to standard error. A quarter of an hour, most of it reading the cards that are shown.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { withDeadline } from '@cardmill/server-kit';

import { openBrowser } from '../support/browser.ts';
import { startCardmill } from '../support/cardmill.ts';
import { createClient } from '../support/client.ts';
import { PAGES, type ShownPage } from '../support/pages.ts';
import { fillArchive } from './archive.ts';
import { readSlowly } from './pace.ts';
import { takePictures } from './take.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const WITHIN_MS = 40 * 60_000;
/** Those on which a batch is seen that is being read. */
const LIVE = ['process', 'history'];

const { values, positionals } = parseArgs({
  options: { to: { type: 'string', default: FOLDER } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => PAGES.every((page) => page.name !== name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; one of ${PAGES.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = PAGES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const started = Date.now();
const seconds = (): number => Math.round((Date.now() - started) / 1_000);
const say = (text: string): void => console.error(`${String(seconds()).padStart(5)} s  ${text}`);

const [cardmill, browser] = await Promise.all([startCardmill({ workers: 2 }), openBrowser()]);
try {
  await withDeadline(takeAll(), WITHIN_MS, 'taking the pictures');
} finally {
  await browser.close();
  await cardmill.close();
}
console.log(`${(await readdir(values.to)).length} pictures, ${seconds()} s`);

async function takeAll(): Promise<void> {
  const client = createClient(cardmill.url);
  const house = await fillArchive(client, cardmill.data, say);
  const take = (pages: readonly ShownPage[]): Promise<void> =>
    takePictures({ browser, url: cardmill.url, house, folder: values.to, say }, pages);
  const live = chosen.filter(({ name }) => LIVE.includes(name));
  if (live.length > 0) await readSlowly(cardmill, client, house.process, () => take(live));
  await take(chosen.filter((page) => !live.includes(page)));
}
