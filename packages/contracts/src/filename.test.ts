import { describe, expect, it } from 'vitest';

import { cleanFilename, pageFilename } from './filename.ts';
import { createRandom } from './random.suite.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('cleanFilename', () => {
  it.each([
    ['card.jpg', 'card.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\scans\\Karte 1.tif', 'Karte 1.tif'],
    ['folder/', 'folder'],
    ['a\u0000b.jpg', 'ab.jpg'],
    ['evil\u202egpj.exe', 'evilgpj.exe'],
    ['zero\u200bwidth\ufeff.png', 'zerowidth.png'],
    ['U\u0308ber.jpg', 'Über.jpg'],
    ['  spaces around.jpg  ', 'spaces around.jpg'],
    ['🎵 Lied.jpg', '🎵 Lied.jpg'],
    ['\ud83c.jpg', '.jpg'],
    ['.', 'card'],
    ['..', 'card'],
    ['', 'card'],
    ['/', 'card'],
    ['\u0007', 'card'],
  ])('%j becomes %j', (raw, clean) => {
    expect(cleanFilename(raw)).toBe(clean);
  });

  it('keeps the ending of a name that is too long and cuts no letter in two', () => {
    const clean = cleanFilename(`${'ü🎵'.repeat(2_000)}.jpeg`);
    expect(bytes(clean)).toBeLessThanOrEqual(255);
    expect(bytes(clean)).toBeGreaterThan(245);
    expect(clean).toMatch(/^(ü🎵)+ü?\.jpeg$/u);
  });

  it('leaves a clean name as it is, and is harmless for any name', () => {
    const random = createRandom(9);
    const alphabet = Array.from('ab.1 /\\äé\u0301漢🎵\u0000\u001f\u202e\u200b\u2028').concat('\ud800', '..');
    for (let n = 0; n < 1_000; n += 1) {
      const raw = Array.from(
        { length: random.below(400) },
        () => alphabet[random.below(alphabet.length)],
      ).join('');
      const clean = cleanFilename(raw);
      expect(bytes(clean)).toBeLessThanOrEqual(255);
      expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(clean).not.toMatch(/^\.*$/);
      expect(cleanFilename(clean)).toBe(clean);
    }
  });
});

describe('pageFilename', () => {
  it('puts the page before the ending', () => {
    expect(pageFilename('drawer.tif', 12)).toBe('drawer.p12.tif');
    expect(pageFilename('a.b.tiff', 1)).toBe('a.b.p1.tiff');
    expect(pageFilename('noending', 2)).toBe('noending.p2');
  });

  it('stays within what a name may have', () => {
    const longest = cleanFilename(`${'x'.repeat(400)}.tiff`);
    expect(bytes(pageFilename(longest, 500))).toBeLessThanOrEqual(255);
  });
});
