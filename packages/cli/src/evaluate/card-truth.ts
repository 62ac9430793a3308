import { readFile } from 'node:fs/promises';

import { CardTruth } from '@cardmill/contracts';

import type { CardFile } from '../cards/collect.ts';
import { type FieldMap, fieldTruth, truthTree } from './field-truth.ts';

/** An image whose truth lies beside it. */
export interface KnownCard {
  file: CardFile;
  truth: CardTruth;
}

/**
 * Reads the truth of each image: `X.gt.txt`, its whole text, and `X.fields.json`, its fields, beside `X.jpg`. An image
 * without either, or with a field file that says nothing of the template's fields, is left out.
 * @param keys of the template's fields.
 * @param say told about a file that is no truth.
 */
export async function knownCards(
  files: readonly CardFile[],
  keys: readonly string[],
  map: FieldMap,
  say: (line: string) => void,
): Promise<KnownCard[]> {
  const known: KnownCard[] = [];
  for (const file of files) {
    const stem = file.path.replace(/\.[^./\\]+$/, '');
    const text = await textAt(`${stem}.gt.txt`);
    const fields = fieldTruth(parsed(await textAt(`${stem}.fields.json`), stem, say), keys, map);
    const given = {
      ...(text === undefined ? {} : { text: text.normalize('NFC') }),
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    };
    const truth = CardTruth.safeParse(given);
    if (!truth.success) say(`${stem}: its truth is too long and not used`);
    else if (Object.keys(given).length > 0) known.push({ file, truth: truth.data });
  }
  return known;
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return undefined;
    throw err;
  }
}

function parsed(text: string | undefined, stem: string, say: (line: string) => void) {
  if (text === undefined) return {};
  try {
    return truthTree(JSON.parse(text));
  } catch {
    say(`${stem}.fields.json is not JSON and not used`);
    return {};
  }
}
