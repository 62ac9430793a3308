const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/**
 * Entries of a field's vocabulary for what is typed: those that begin with it, then those with a word that does, then those
 * that hold it anywhere. Of nothing typed, the first ones.
 * @param meant the entry that the reading most likely means: first while nothing was typed
 */
export function suggest(
  vocabulary: readonly string[],
  typed: string,
  meant: string | null,
  most = 8,
): readonly string[] {
  const wanted = folded(typed);
  if (wanted === '') {
    const known = meant !== null && vocabulary.includes(meant) ? [meant] : [];
    return [...known, ...vocabulary.filter((entry) => entry !== meant)].slice(0, most);
  }
  const ranked: string[][] = [[], [], []];
  for (const entry of vocabulary) {
    const at = folded(entry).indexOf(wanted);
    if (at < 0) continue;
    const rank = at === 0 ? 0 : folded(entry).includes(` ${wanted}`) ? 1 : 2;
    ranked[rank]?.push(entry);
  }
  return ranked.flat().slice(0, most);
}
