const MAX_BYTES = 255;
// Control characters (NUL too), bidi controls and zero-width marks can make a name lie about what it is.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The name a card goes by: last path segment, NFC, without control, bidi and zero-width characters, at most 255 UTF-8
 * bytes with its ending kept. Names are display data only; no path or storage key is ever built from one.
 */
export function cleanFilename(raw: string): string {
  const segment =
    raw
      .normalize('NFC')
      .split(/[/\\]/)
      .findLast((part) => !/^\.*$/.test(part)) ?? '';
  const clean = segment.replaceAll(UNSAFE, '').trim();
  if (/^\.*$/.test(clean)) return 'card';
  if (bytes(clean) <= MAX_BYTES) return clean;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  let stem = '';
  for (const letter of clean.slice(0, clean.length - ending.length)) {
    if (bytes(stem + letter + ending) > MAX_BYTES) break;
    stem += letter;
  }
  return stem + ending;
}

/** The name of one page of a multi-page TIFF: `<name>.p<N>.<ext>`, pages counted from 1. */
export function pageFilename(filename: string, page: number): string {
  const ending = /\.[^.]+$/.exec(filename)?.[0] ?? '';
  return `${filename.slice(0, filename.length - ending.length)}.p${page}${ending}`;
}
