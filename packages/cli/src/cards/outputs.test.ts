import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { defaultOutput, parseOutputs } from './outputs.ts';

test('outputs are relative to the person; another ending is refused at once', () => {
  expect(parseOutputs(['a.csv', '/tmp/b.JSON'], '/home/ada')).toEqual([
    { path: '/home/ada/a.csv', format: 'csv' },
    { path: '/tmp/b.JSON', format: 'json' },
  ]);
  expect(() => parseOutputs(['cards.xlsx'], '/')).toThrow('must end in .csv or .json');
});

test('a result that nobody named is written over no other file', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-out-'));
  try {
    expect(await defaultOutput('Karten Ä', dir, 'csv')).toEqual({
      path: join(dir, 'karten-ae.csv'),
      format: 'csv',
    });
    await writeFile(join(dir, 'karten-ae.csv'), 'mine');
    expect((await defaultOutput('Karten Ä', dir, 'csv')).path).toBe(join(dir, 'karten-ae-2.csv'));
  } finally {
    await rm(dir, { recursive: true });
  }
});
