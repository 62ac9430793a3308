import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { checkOutputs, defaultOutput, parseOutputs } from './outputs.ts';

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

test('an output that cannot be written is told before anything is read', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-out-'));
  try {
    await checkOutputs(parseOutputs(['new/folder/a.csv'], dir));
    await writeFile(join(dir, 'file'), '');
    await expect(checkOutputs(parseOutputs(['file/a.csv'], dir))).rejects.toThrow(/nothing can be written/);
    await mkdir(join(dir, 'b.json'));
    await expect(checkOutputs(parseOutputs(['b.json'], dir))).rejects.toThrow(/is a folder/);
  } finally {
    await rm(dir, { recursive: true });
  }
});
