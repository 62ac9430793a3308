import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';

import { machine, startMeasured } from '../cardmill.ts';
import { openSql } from '../house/fill.ts';
import { fillDrawer } from './drawer.ts';
import { firstLoad } from './first-load.ts';
import { openBrowser } from './open.ts';
import { scrollResults } from './scroll.ts';
import { showCards } from './verify.ts';

// What the pages ask of a browser: what comes with the first load, how smooth ten thousand rows scroll, how soon a card is
// seen. Reading is faked; images, services and browser are real.
//   npm run bench:pages
const ROWS = 10_000;
const ROUNDS = 10;
/** A5 at 300 dpi. */
const A5 = { width: 2480, height: 1748 };

const [cardmill, browser] = await Promise.all([startMeasured(1, { RECOGNISER: 'fake' }), openBrowser()]);
const sql = await openSql(cardmill.databaseUrl);
try {
  const drawer = await fillDrawer(sql, ROWS);
  const small = await upload(ROUNDS + 1);
  const load = await firstLoad(browser, `${cardmill.url}/new`);
  const draft = await firstLoad(browser, `${cardmill.url}/batches/${small}/upload`);
  const thumbnail = await sharp(await cardImage(0))
    .resize(208)
    .jpeg()
    .toBuffer();
  const scrolled = await scrollResults(browser, `${cardmill.url}/batches/${drawer}/results`, thumbnail);
  const shown = await showCards(
    browser,
    `${cardmill.url}/batches/${small}/verify?queue=all&order=drawer`,
    ROUNDS,
  );

  console.log(`${machine()}, Chromium ${browser.version()}\n`);
  console.log('| what | measured | bound |\n|---|---|---|');
  const row = (...cells: string[]): void => console.log(`| ${cells.join(' | ')} |`);
  const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;
  const median = (all: readonly number[]): string =>
    `${(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN).toFixed(0)} ms`;
  row('first load, new batch: script as sent', kb(load.script), '250 kB');
  row('first load, upload page of a batch: script as sent', kb(draft.script), '250 kB');
  row('besides: styles, fonts', `${kb(load.style)}, ${kb(load.font)}`, '-');
  row(
    `${ROWS} rows, top to bottom in ${scrolled.frames} frames: longest task with script`,
    `${scrolled.longestTask.toFixed(0)} ms (${scrolled.longTasks} over 50 ms)`,
    '50 ms',
  );
  row('most rows in the document', String(scrolled.mostRows), '60');
  row(`Verify, next card: image on screen, median of ${ROUNDS}`, median(shown.next), '300 ms');
  row(`Verify, address to image in an empty browser, median of ${ROUNDS}`, median(shown.cold), '-');
} finally {
  await sql.close();
  await browser.close();
  await cardmill.close();
}

/** Cards as a scanner sends them; no two are the same. */
async function upload(cards: number): Promise<string> {
  const made = await fetch(`${cardmill.url}/api/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'A5', fields: [{ label: 'Komponist' }] }),
  });
  const { name: batch }: { name: string } = JSON.parse(await made.text());
  const form = new FormData();
  for (let n = 0; n < cards; n += 1)
    form.append('files', new Blob([new Uint8Array(await cardImage(n))]), `${n + 1}.jpg`);
  await fetch(`${cardmill.url}/api/v1/batches/${batch}/files`, { method: 'POST', body: form });
  await fetch(`${cardmill.url}/api/v1/batches/${batch}/start`, { method: 'POST' });
  for (;;) {
    const now: { finishedAt: string | null } = JSON.parse(
      await (await fetch(`${cardmill.url}/api/v1/batches/${batch}`)).text(),
    );
    if (now.finishedAt !== null) return batch;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function cardImage(n: number): Promise<Buffer> {
  const lines = Array.from({ length: 14 }, (_, i) => `Komponist: Bach, Johann Sebastian ${n}, Zeile ${i}`);
  return (await drawCard({ lines, ...A5, format: 'jpeg' })).data;
}
