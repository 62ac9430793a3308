import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { SHIPPED_LANGUAGES, type Language } from '@cardmill/contracts';
import { findSystemModel, ProblemError, SYSTEM_MODEL_FOLDERS } from '@cardmill/server-kit';

import { brokenModel } from './traineddata.ts';

/** A model that can be read with. */
export interface ModelFile extends Language {
  /** `.traineddata`, or the same gzipped. */
  readonly path: string;
  /** What made it: `npm 4.0.0_best_int`, or the folder's name. */
  readonly source: string;
}

/** A model's bytes, uncompressed, and their sha256 in hex. */
export interface LoadedModel {
  readonly code: string;
  readonly source: string;
  readonly sha256: string;
  readonly data: Uint8Array;
}

/** Where recognisers find their models; never a network. */
export interface ModelSource {
  /** Every language that can be read, with its English name. */
  list(): Promise<readonly ModelFile[]>;
  /** @throws ProblemError `model_missing` when the language has no model or its file is damaged */
  load(code: string): Promise<LoadedModel>;
}

/** npm's quality: `4.0.0_best_int` is what tesseract.js itself uses, `4.0.0` carries the old engine too. */
export type NpmQuality = '4.0.0_best_int' | '4.0.0';

/** Models of the installed `@tesseract.js-data/<lang>` packages: the same bytes wherever `npm ci` ran. */
export function createNpmModels(quality: NpmQuality = '4.0.0_best_int'): ModelSource {
  const files = npmModels(quality);
  return sourceOf(async () => await Promise.resolve(files));
}

/**
 * What Cardmill reads with unless told otherwise: of each shipped language Debian's model when its package is
 * installed, which reads as well in two thirds of the time (docs/decisions/0002), else npm's. Looked up once, so that
 * a package installed meanwhile does not change how a running worker reads.
 */
export function createShippedModels(folders: readonly string[] = SYSTEM_MODEL_FOLDERS): ModelSource {
  const files = npmModels('4.0.0_best_int').map((model): ModelFile => {
    const path = findSystemModel(model.code, folders);
    return path === undefined ? model : { ...model, path, source: dirname(path) };
  });
  return sourceOf(async () => await Promise.resolve(files));
}

function npmModels(quality: NpmQuality): ModelFile[] {
  const require = createRequire(import.meta.url);
  return SHIPPED_LANGUAGES.flatMap((language): ModelFile[] => {
    try {
      const folder = dirname(require.resolve(`@tesseract.js-data/${language.code}/package.json`));
      const path = join(folder, quality, `${language.code}.traineddata.gz`);
      return [{ ...language, path, source: `npm ${quality}` }];
    } catch {
      // Not installed, so not offered.
      return [];
    }
  });
}

/** Models that tesseract packs along with the languages. */
const NO_LANGUAGE = new Set(['osd', 'equ', 'snum']);

/** Every `<lang>.traineddata` or `.traineddata.gz` of a folder, such as Debian's `/usr/share/tesseract-ocr/5/tessdata`. */
export function createFolderModels(folder: string): ModelSource {
  return sourceOf(async () => {
    const names = (await readdir(folder)).sort();
    return names.flatMap((name): ModelFile[] => {
      const code = /^([A-Za-z0-9_]+)\.traineddata(\.gz)?$/.exec(name)?.[1];
      if (code === undefined || NO_LANGUAGE.has(code)) return [];
      const known = SHIPPED_LANGUAGES.find((language) => language.code === code);
      return [{ code, name: known?.name ?? code, path: join(folder, name), source: folder }];
    });
  });
}

function sourceOf(list: () => Promise<readonly ModelFile[]>): ModelSource {
  return {
    list,
    async load(code) {
      // Looked up in the list, never made into a path: the code comes from a request.
      const file = (await list()).find((model) => model.code === code);
      if (file === undefined) throw new ProblemError('model_missing', { detail: `no model for ${code}` });
      try {
        const stored = await readFile(file.path);
        const data = file.path.endsWith('.gz') ? await promisify(gunzip)(stored) : stored;
        const fault = brokenModel(data);
        if (fault !== null) throw new Error(fault);
        return { code, source: file.source, sha256: createHash('sha256').update(data).digest('hex'), data };
      } catch (cause) {
        throw new ProblemError('model_missing', { detail: `the model for ${code} cannot be used`, cause });
      }
    },
  };
}
