const GERMAN: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  å: 'a',
};

/**
 * Text in `[a-z0-9-]`: ä→ae ö→oe ü→ue ß→ss, other marks stripped, everything else one hyphen.
 * @param maxLength characters at most; the cut never leaves a hyphen at the end.
 */
export function slugify(text: string, fallback: string, maxLength = 60): string {
  const slug = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüßæøå]/g, (letter) => GERMAN[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, maxLength)
    .replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/**
 * A batch's public id: `<slug>_<YYYYMMDD-HHmmss>_<8 hex>`, UTC. Made by the server once.
 * @param random eight lower-case hexadecimal digits.
 */
export function makeBatchName(title: string, at: Date, random: string): string {
  const stamp = at.toISOString().replaceAll(/[-:]/g, '').slice(0, 15).replace('T', '-');
  return `${slugify(title, 'batch')}_${stamp}_${random}`;
}

/** What a batch name looks like; anything else is an unknown batch without asking the database. */
export const BATCH_NAME = /^[a-z0-9-]{1,60}_\d{8}-\d{6}_[0-9a-f]{8}$/;
