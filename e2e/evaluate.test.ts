import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Batch, listOf, TryReply } from '@cardmill/contracts';
import { drawCard, truncatedCard } from '@cardmill/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startCardmill } from './support/cardmill.ts';
import { evaluate } from './support/digitise.ts';

let dir: string;
let template: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-evaluate-'));
  template = join(dir, 'template.json');
  const fields = [{ label: 'Komponist', key: 'composer' }, { label: 'Titel' }];
  await writeFile(template, JSON.stringify({ fields, languages: ['deu'] }));
  await card('1', ['Komponist: Bach', 'Titel: Messe'], {
    response_text: { people: { composer: { transcription: 'BACH' } }, work: { titel: 'Messe' } },
  });
  await card('2', ['Komponist: Haydn', 'Titel: Sonate'], { composer: 'Haydn', titel: 'Kantate' });
  // Without truth: it is not evaluated.
  await writeFile(join(dir, '3.png'), (await drawCard({ lines: ['Komponist: Liszt'] })).data);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function card(name: string, lines: string[], fields: object) {
  const drawn = await drawCard({ lines });
  await writeFile(join(dir, `${name}.png`), drawn.data);
  await writeFile(join(dir, `${name}.gt.txt`), drawn.text);
  await writeFile(join(dir, `${name}.fields.json`), JSON.stringify(fields));
}

it('measures a template against the truth that lies beside the images', async () => {
  const out = join(dir, 'out.json');
  const run = await evaluate([dir, '--template', template, '--out', out, '--workers', '1']);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain('2 images are evaluated, 1 are not');
  expect(run.stdout).toMatch(/wrong characters +mean/);
  expect(run.stdout).toMatch(/composer +100\.0 % +2 +0/);
  expect(run.stdout).toMatch(/titel +50\.0 % +1 +1/);
  expect(run.stdout).toContain('stop reviewing at');
  const reply = TryReply.parse(JSON.parse(await readFile(out, 'utf8')));
  expect(reply.cards.map((one) => one.filename)).toEqual(['1.png', '2.png']);
  expect(reply.cards[0]?.words?.length).toBe(4);
  expect(reply.report?.characterErrorRate?.mean).toBeLessThan(0.1);
});

it('leaves nothing behind on a Cardmill that runs already, and exits 2 when a card failed', async () => {
  const cardmill = await startCardmill();
  try {
    await writeFile(join(dir, '4.jpg'), await truncatedCard());
    await writeFile(join(dir, '4.gt.txt'), 'Komponist: Bach');
    const run = await evaluate([dir, '--template', template, '--url', cardmill.url]);
    expect(run.code, run.stderr).toBe(2);
    expect(run.stdout).toMatch(/failed\t4\.jpg\timage_truncated/);
    expect(run.stdout).toMatch(/composer +100\.0 %/);
    const answer = await fetch(`${cardmill.url}/api/v1/batches`);
    expect(listOf(Batch.pick({ name: true })).parse(await answer.json()).items).toEqual([]);
    const nowhere = await evaluate([dir, '--template', 'no-such-template', '--url', cardmill.url]);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('free-text')]);
  } finally {
    await cardmill.close();
  }
});
