import { basename } from 'node:path/posix';

import { cleanFilename } from '@cardmill/contracts';

/**
 * Names for the cards of one batch, each only once, in the order of the paths. A name that several
 * folders have gets its folders in front (`drawer-2_0001.jpg`), and a number when that is not enough.
 *
 * @param paths - relative, with `/` between folders
 */
export function distinctNames(paths: readonly string[]): string[] {
  const plain = paths.map((path) => cleanFilename(basename(path)));
  const uses = new Map<string, number>();
  for (const name of plain) uses.set(name, (uses.get(name) ?? 0) + 1);
  const taken = new Set(plain.filter((name) => uses.get(name) === 1));
  return paths.map((path, index) => {
    const name = plain[index] ?? path;
    if (uses.get(name) === 1) return name;
    const long = cleanFilename(path.replaceAll('/', '_'));
    const chosen = firstFree(long, taken);
    taken.add(chosen);
    return chosen;
  });
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length);
  let candidate = name;
  for (let n = 2; taken.has(candidate); n += 1) candidate = `${stem}-${n}${ending}`;
  return candidate;
}
