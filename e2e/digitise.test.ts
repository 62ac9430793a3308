import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ResultRow } from '@cardmill/contracts';
import { drawCard, truncatedCard } from '@cardmill/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { digitise } from './support/digitise.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-digitise-'));
  await mkdir(join(dir, 'cards'));
  await writeFile(join(dir, 'cards', '2.png'), (await drawCard({ lines: ['Komponist: Bach'] })).data);
  await writeFile(join(dir, 'elsewhere.png'), (await drawCard({ lines: ['Komponist: Haydn'] })).data);
  await symlink(join(dir, 'elsewhere.png'), join(dir, 'cards', '10.png'));
  await writeFile(join(dir, 'cards', 'notes.txt'), 'not a card');
  const template = { name: 'Musik', fields: [{ label: 'Komponist' }], languages: ['deu'] };
  await writeFile(join(dir, 'template.json'), JSON.stringify(template));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it('reads a folder with a template of one’s own, in the order of the names, and says what it left out', async () => {
  const out = join(dir, 'out.json');
  const run = await digitise([join(dir, 'cards'), '--template', join(dir, 'template.json'), '--out', out]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain('notes.txt');
  const rows = ResultRow.array().parse(JSON.parse(await readFile(out, 'utf8')));
  expect(rows.map((row) => [row.filename, row.fields['komponist']?.value])).toEqual([
    ['2.png', 'Bach'],
    ['10.png', 'Haydn'],
  ]);
  expect(rows[0]?.words?.length).toBeGreaterThan(0);
});

it('exits 2 when a card failed, with the outputs written, and 1 when it could not run', async () => {
  await writeFile(join(dir, 'cut.jpg'), await truncatedCard());
  const out = join(dir, 'out.csv');
  const run = await digitise([
    join(dir, 'cut.jpg'),
    join(dir, 'cards', '2.png'),
    '--languages',
    'deu',
    '--out',
    out,
  ]);
  expect(run.code, run.stderr).toBe(2);
  expect(run.stdout).toContain('cut.jpg');
  const csv = await readFile(out, 'utf8');
  expect(csv).toContain('image_truncated');
  expect((await digitise([join(dir, 'nowhere')])).code).toBe(1);
});
