import { parseArgs } from 'node:util';

import { withDeadline } from '@cardmill/server-kit';

import { machine, startMeasured } from '../cardmill.ts';
import { openSql } from '../house/fill.ts';
import { firstLoadPart } from './first-load.ts';
import { openBrowser } from './open.ts';
import type { Figure, Part } from './part.ts';
import { scrollPart } from './scroll.ts';
import { uploadPart } from './upload.ts';
import { verifyPart } from './verify.ts';

// What the pages ask of a browser: what comes with the first load, how smooth ten thousand rows scroll, how soon a card is
// seen, what ten thousand files cost to send. Reading is faked; images, services and browser are real.
//   npm run bench:pages
//   npm run bench:pages -- --only scroll,verify
// The table goes to standard output, where it stands to standard error. Exit code 1 when a part did not come to its end.
const PARTS: readonly Part[] = [firstLoadPart, scrollPart, verifyPart, uploadPart];

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const names = only?.split(',') ?? PARTS.map(({ name }) => name);
const unknown = names.filter((name) => PARTS.every((part) => part.name !== name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; one of ${PARTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const began = performance.now();
const say = (text: string): void =>
  console.error(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
const cardmill = await startMeasured(1, { RECOGNISER: 'fake' });
const sql = await openSql(cardmill.databaseUrl);
const figures: Figure[] = [];
try {
  for (const part of PARTS.filter(({ name }) => names.includes(name))) {
    try {
      figures.push(...(await measure(part)));
    } catch (error) {
      process.exitCode = 1;
      say(`${part.name}: ${error instanceof Error ? error.message : String(error)}`);
      figures.push([part.name, 'not measured', '-']);
    }
  }
} finally {
  await sql.close();
  await cardmill.close();
}
console.log(`${machine()}\n`);
console.log('| what | measured | bound |\n|---|---|---|');
for (const row of figures) console.log(`| ${row.join(' | ')} |`);

/** A browser of its own for each part: closing it ends whatever the page still waits for. */
async function measure(part: Part): Promise<readonly Figure[]> {
  const browser = await openBrowser();
  try {
    const bench = { url: cardmill.url, sql, browser, say: (step: string) => say(`${part.name}: ${step}`) };
    return await withDeadline(part.run(bench), part.withinMs, part.name);
  } finally {
    await browser.close();
  }
}
