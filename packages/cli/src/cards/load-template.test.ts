import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { loadTemplate, parseLanguages } from './load-template.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-template-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const put = (value: unknown) =>
  writeFile(join(dir, 't.json'), typeof value === 'string' ? value : JSON.stringify(value));

test('nothing named: the whole text', async () => {
  expect(await loadTemplate(undefined, dir)).toEqual({ templateId: 'free-text' });
});

test('an id is handed on; the server knows which there are', async () => {
  expect(await loadTemplate('music-catalogue', dir)).toEqual({ templateId: 'music-catalogue' });
});

test('a file: the fields alone, or a template as the API gives it', async () => {
  await put([{ label: 'Komponist' }]);
  expect(await loadTemplate('t.json', dir)).toEqual({ fields: [{ label: 'Komponist' }] });
  const field = {
    key: 'titel',
    label: 'Titel',
    kind: 'text',
    synonyms: [],
    zone: null,
    pattern: null,
    vocabulary: [],
    required: false,
  };
  await put({
    id: 'x',
    name: 'Musik',
    builtIn: false,
    fields: [field],
    languages: ['deu', 'lat'],
    options: { segmentation: 'sparse' },
    createdAt: '2026-11-21T00:00:00Z',
    updatedAt: '2026-11-21T00:00:00Z',
  });
  expect(await loadTemplate('./t.json', dir)).toEqual({
    fields: [field],
    languages: ['deu', 'lat'],
    options: { segmentation: 'sparse' },
  });
});

test.each([
  ['{', /is not JSON/],
  [[{ name: 'no label' }], /is not one/],
])('what is no template is told: %o', async (content, message) => {
  await put(content);
  await expect(loadTemplate('t.json', dir)).rejects.toThrow(message);
});

test('a file that is not there is no id', async () => {
  await expect(loadTemplate('fields.json', dir)).rejects.toThrow(/fields\.json cannot be read/);
});

test('languages, as Tesseract writes them or with commas', () => {
  expect(parseLanguages('deu+eng')).toEqual(['deu', 'eng']);
  expect(parseLanguages('deu, frk')).toEqual(['deu', 'frk']);
  expect(parseLanguages(undefined)).toBeUndefined();
  expect(() => parseLanguages('German')).toThrow('--languages');
  expect(() => parseLanguages('')).toThrow('--languages');
});
