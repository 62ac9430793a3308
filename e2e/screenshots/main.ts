// Pictures of every page, for the README and for whoever changes a page, into docs/screenshots.
//   npm run screenshots [-- page …]
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { openBrowser } from '../support/browser.ts';
import { startCardmill } from '../support/cardmill.ts';
import { createClient } from '../support/client.ts';
import { PAGES } from '../support/pages.ts';
import { fillArchive } from './archive.ts';
import { takePictures } from './take.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const wanted = process.argv.slice(2);
const chosen = PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
// First what goes on while pictures are taken: a batch that is being read.
const pages = chosen.toSorted((a, b) => Number(b.name === 'process') - Number(a.name === 'process'));
const started = Date.now();
const [cardmill, browser] = await Promise.all([startCardmill({ workers: 2 }), openBrowser()]);
try {
  const house = await fillArchive(createClient(cardmill.url), cardmill.data);
  await takePictures(browser, cardmill.url, house, pages, FOLDER);
} finally {
  await browser.close();
  await cardmill.close();
}
console.log(`${(await readdir(FOLDER)).length} pictures, ${Math.round((Date.now() - started) / 1_000)} s`);
