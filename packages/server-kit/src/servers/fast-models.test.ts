import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SHIPPED_LANGUAGES } from '@cardmill/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ensureFastModels } from './fast-models.ts';

let home: string;
let models: string;
let said: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cardmill-models-'));
  models = join(home, 'tessdata');
  mkdirSync(models);
  said = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Stands in for the package manager: "installs" every package that it is given, when told to install. */
function aptGet(
  body = `for p; do case $p in tesseract-ocr-*) touch $M/\${p#tesseract-ocr-}.traineddata;; esac; done`,
) {
  writeFileSync(join(home, 'apt-get'), `#!/bin/sh\nM=${models}\n[ "$1" = install ] || exit 100\n${body}\n`);
  chmodSync(join(home, 'apt-get'), 0o755);
}
const ensure = (root: boolean, env: Record<string, string> = {}) =>
  ensureFastModels(
    SHIPPED_LANGUAGES.map(({ code }) => code),
    (line) => said.push(line),
    { PATH: home, ...env },
    { folders: [models], root },
  );

test('installs what is missing, says so, and is silent the next time', async () => {
  aptGet();
  for (const { code } of SHIPPED_LANGUAGES.slice(2)) writeFileSync(join(models, `${code}.traineddata`), '');
  await ensure(true);
  expect(said).toEqual([
    'Installing tesseract-ocr-deu tesseract-ocr-eng with apt-get: these language models read faster.',
  ]);
  await ensure(true);
  expect(said).toHaveLength(1);
});

test.each([
  ['without root', false, undefined],
  ['when they cannot be had', true, 'exit 100'],
])('says that npm’s are used %s', async (_why, root, body) => {
  aptGet(body);
  await ensure(root);
  expect(said.at(-1)).toMatch(
    /came with npm are used for deu, .* as root: apt-get install tesseract-ocr-deu /,
  );
});

test('looks at nothing when other models are named', async () => {
  await ensure(true, { MODELS_DIR: '/elsewhere' });
  expect(said).toEqual([]);
});
