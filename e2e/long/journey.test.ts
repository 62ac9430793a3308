import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ResultRow } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { digitise } from '../support/digitise.ts';

const CARDS = fileURLToPath(new URL('../../../shared/data/de-library-cards', import.meta.url));
const there = existsSync(CARDS);
if (!there) process.stderr.write(`SKIPPED: ${CARDS} is not there, so no real drawer is read.\n`);

it.skipIf(!there)('a drawer of 174 real cards becomes data in one command', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-journey-'));
  try {
    const csv = join(dir, 'cards.csv');
    const first = await digitise([CARDS, '--languages', 'deu', '--out', csv]);
    expect(first.code, first.stderr).toBe(0);
    expect((await readFile(csv, 'utf8')).match(/\r\n/g)).toHaveLength(175);

    const json = join(dir, 'cards.json');
    const second = await digitise([CARDS, '--languages', 'deu', '--out', json]);
    expect(second.code, second.stderr).toBe(0);
    const rows = ResultRow.array().parse(JSON.parse(await readFile(json, 'utf8')));
    expect(rows).toHaveLength(174);
    for (const row of rows) {
      expect(row.status).toBe('succeeded');
      expect(row.text?.length).toBeGreaterThan(10);
      expect(row.words?.length).toBeGreaterThan(2);
      expect(row.confidence).toBeGreaterThan(0);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
