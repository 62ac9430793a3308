const MAX_BYTES = 255;
// Control characters (NUL too), bidi controls and zero-width marks can make a name lie about what it is.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The name a card goes by: last path segment, NFC, without control, bidi and zero-width characters, at most 255 UTF-8
 * bytes with its ending kept. Names are display data only; no path or storage key is ever built from one.
 */
export function cleanFilename(raw: string): string {
  const segment = raw.split(/[/\\]/).findLast((part) => !/^\.*$/.test(part)) ?? '';
  // Composed after the cleaning: a mark taken out from between two letters may join them.
  const clean = segment.replaceAll(UNSAFE, '').normalize('NFC').trim();
  if (/^\.*$/.test(clean)) return 'card';
  if (bytes(clean) <= MAX_BYTES) return clean;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  return fitted(clean.slice(0, clean.length - ending.length), ending).trimEnd();
}

/**
 * The name of one page of a multi-page TIFF: `<name>.p<N>.<ext>`, pages counted from 1. A name too long for that is
 * cut before the page.
 */
export function pageFilename(filename: string, page: number): string {
  const ending = /\.[^.]{1,8}$/.exec(filename)?.[0] ?? '';
  return fitted(filename.slice(0, filename.length - ending.length), `.p${page}${ending}`);
}

/** As many letters of the stem as there is room for beside the ending. */
function fitted(stem: string, ending: string): string {
  let kept = '';
  for (const letter of stem) {
    if (bytes(kept + letter + ending) > MAX_BYTES) break;
    kept += letter;
  }
  return kept + ending;
}
