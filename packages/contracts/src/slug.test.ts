import { describe, expect, it } from 'vitest';

import { createRandom } from './random.suite.ts';
import { BATCH_NAME, makeBatchName, slugify } from './slug.ts';

describe('slugify', () => {
  it.each([
    ['Kartei A–K', 'kartei-a-k'],
    ['Übergröße öffnen, Äpfel', 'uebergroesse-oeffnen-aepfel'],
    // The same letters, written with combining marks.
    ['U\u0308bung', 'uebung'],
    ['ÜBUNG STRASSE ẞ', 'uebung-strasse-ss'],
    ['Dvořák, Antonín', 'dvorak-antonin'],
    ['Grieg: Ærø på Skåne', 'grieg-aeroe-pa-skane'],
    ['  ---a___b---  ', 'a-b'],
    ['...', 'batch'],
    ['', 'batch'],
    ['🎵🎶', 'batch'],
    ['Чайковский', 'batch'],
    ['../../etc/passwd', 'etc-passwd'],
  ])('%j becomes %j', (title, slug) => {
    expect(slugify(title, 'batch')).toBe(slug);
  });

  it('is at most as long as asked for and never ends in a hyphen', () => {
    expect(slugify('a'.repeat(200), 'batch')).toHaveLength(60);
    expect(slugify(`${'a'.repeat(59)} b`, 'batch')).toBe('a'.repeat(59));
    expect(slugify('ßßß', 'batch', 5)).toBe('sssss');
  });
});

describe('makeBatchName', () => {
  it('is the slug, the second in UTC and the random part', () => {
    const at = new Date('2026-11-21T23:59:58.999+01:00');
    expect(makeBatchName('Müller', at, '0123abcd')).toBe('mueller_20261121-225958_0123abcd');
  });

  it('fits the pattern of names whatever the title', () => {
    const random = createRandom(5);
    const alphabet = Array.from('aZ09 -_./\\äÖß\u0301é漢🎵\u0000\u202e');
    for (let n = 0; n < 500; n += 1) {
      const length = random.below(90);
      const title = Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('');
      expect(makeBatchName(title, new Date(random.below(2 ** 31) * 1_000), 'ffffffff')).toMatch(BATCH_NAME);
    }
  });
});
