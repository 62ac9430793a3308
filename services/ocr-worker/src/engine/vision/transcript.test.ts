import { describe, expect, it } from 'vitest';

import { transcriptOf } from './transcript.ts';

describe('a model’s text', () => {
  it('keeps its lines, its paragraphs and its spelling', () => {
    expect(transcriptOf('\n  Theil  II \r\nſeyn\n\n\n\nGröße\n')).toEqual({
      text: 'Theil II\nſeyn\n\nGröße',
      lines: [
        { words: ['Theil', 'II'], block: 0 },
        { words: ['ſeyn'], block: 0 },
        { words: ['Größe'], block: 1 },
      ],
    });
  });

  it.each([
    ['a fence', '```text\nBach\nMesse\n```\n', 'Bach\nMesse'],
    ['its thoughts', '<think>It says\nBach.</think>\n\nBach', 'Bach'],
    ['what no database takes', 'Ba\u0000ch\u0007 \uD83Dx', 'Bach \uFFFDx'],
    ['decomposed letters', 'Gro\u0308ße', 'Größe'],
  ])('loses %s', (_what, said, text) => {
    expect(transcriptOf(said)?.text).toBe(text);
  });

  it('keeps a fence that is no wrapping, and text that speaks of thoughts', () => {
    expect(transcriptOf('a ``` b')?.text).toBe('a ``` b');
    expect(transcriptOf('Gedanken <think> frei')?.text).toBe('Gedanken <think> frei');
  });

  it('is none when it is longer than a card', () => {
    expect(transcriptOf('x'.repeat(20_000))).toBeNull();
    expect(transcriptOf('x '.repeat(3_000))).toBeNull();
    expect(transcriptOf('')).toEqual({ text: '', lines: [] });
  });
});
