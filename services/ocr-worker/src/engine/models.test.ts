import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SHIPPED_LANGUAGES } from '@cardmill/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createNpmModels, createShippedModels } from './models.ts';

const npm = createNpmModels();
const shipped = SHIPPED_LANGUAGES.map(({ code }) => code);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('npm models', { timeout: 60_000 }, () => {
  it('are there for every shipped language', async () => {
    const list = await npm.list();
    expect(list.map((model) => model.code)).toEqual(shipped);
    expect(list.find((model) => model.code === 'frk')?.name).toBe('German (Fraktur)');
    for (const { code } of list) expect((await npm.load(code)).sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the models that are shipped', { timeout: 60_000 }, () => {
  it('are the system’s where it has one, else npm’s, and say which', async () => {
    // Another language's model under this name, to be told from npm's.
    const { data, sha256 } = await npm.load('nor');
    await writeFile(join(folder, 'deu.traineddata'), data);
    const models = createShippedModels([join(folder, 'not-there'), folder]);
    expect(await models.load('deu')).toMatchObject({ code: 'deu', source: folder, sha256 });
    const eng = await npm.load('eng');
    expect(await models.load('eng')).toMatchObject({ source: eng.source, sha256: eng.sha256 });
  });

  it('are of the same languages whatever else the system has', async () => {
    await writeFile(join(folder, 'ita.traineddata'), '');
    const list = await createShippedModels([folder]).list();
    expect(list.map((model) => model.code)).toEqual(shipped);
  });

  it('stay those that were there at the start', async () => {
    const models = createShippedModels([folder]);
    await writeFile(join(folder, 'deu.traineddata'), (await npm.load('nor')).data);
    expect((await models.load('deu')).source).toContain('npm');
  });
});
