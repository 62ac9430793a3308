import { describe, expect, it } from 'vitest';

import { withoutNoise } from './noise.ts';
import { lineOfWords } from './words.suite.ts';

const kept = (...lines: ReturnType<typeof lineOfWords>[]): string =>
  withoutNoise(lines.flat())
    .map((word) => word.text)
    .join(' ');

describe('noise', () => {
  it('is a line that the engine made of a stain or of handwriting', () => {
    const text = lineOfWords('Basel, Birkhäuser, 1938', { line: 0 });
    const stain = lineOfWords('wvwii lJlıı mnıw', { line: 1, confidence: 20 });
    expect(kept(text, stain)).toBe('Basel, Birkhäuser, 1938');
  });

  it('is a letter or two of little confidence with nothing beside them', () => {
    const speck = lineOfWords('iv', { line: 1, confidence: 50 });
    expect(kept(lineOfWords('Basel', { line: 0 }), speck)).toBe('Basel');
  });

  it('is not a short line that is sure, nor faint typing', () => {
    expect(kept(lineOfWords('8°', { confidence: 88 }))).toBe('8°');
    expect(kept(lineOfWords('Wärmelehre für Techniker', { confidence: 45 }))).toBe(
      'Wärmelehre für Techniker',
    );
  });

  it('is not a doubtful word in a line that is sure', () => {
    const [name, rest] = [lineOfWords('Becker', { confidence: 95 }), lineOfWords('J.', { confidence: 10 })];
    expect(kept(name, rest)).toBe('Becker J.');
  });

  it('is not a line with one word that is read well', () => {
    const [word, rest] = [lineOfWords('Wärmelehre', { confidence: 80 }), 'wvwii lJlıı mnıw xxyyzz qqwwii'];
    expect(kept(lineOfWords(rest, { confidence: 8 }), word)).toContain('Wärmelehre');
  });

  it('is a doubtful mark beside words, not a sure one', () => {
    const text = lineOfWords('Becker Basel');
    expect(kept(text, lineOfWords('|', { confidence: 15 }))).toBe('Becker Basel');
    expect(kept(text, lineOfWords('—', { confidence: 85 }))).toBe('Becker Basel —');
  });

  it('of nothing is nothing', () => {
    expect(kept([])).toBe('');
  });
});
