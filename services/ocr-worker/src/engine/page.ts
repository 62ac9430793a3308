import { z } from 'zod';

import type { Recognition, RecognisedWord } from './recogniser.ts';

const Box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const WordNode = z.object({ text: z.string(), confidence: z.number(), bbox: Box });
const LineNode = z.object({ words: z.array(WordNode) });
const ParagraphNode = z.object({ lines: z.array(LineNode) });
const BlockNode = z.object({ paragraphs: z.array(ParagraphNode) });

/** The part of the engine's answer that is used; `blocks` is there only because it was asked for. */
export const EnginePage = z.object({
  text: z.string(),
  version: z.string(),
  blocks: z.array(BlockNode).nullable(),
});
export type EnginePage = z.infer<typeof EnginePage>;

/** The engine's tree of blocks, paragraphs and lines as one list of words in reading order. */
export function flatten(page: EnginePage): Pick<Recognition, 'text' | 'words' | 'confidence'> {
  const words: RecognisedWord[] = [];
  let line = 0;
  for (const [block, { paragraphs }] of (page.blocks ?? []).entries()) {
    for (const { words: nodes } of paragraphs.flatMap((paragraph) => paragraph.lines)) {
      for (const node of nodes) {
        const text = node.text.normalize('NFC').trim();
        // Ruled lines and stains come back as words of nothing but white space, with high confidence.
        if (text === '') continue;
        const { x0, y0, x1, y1 } = node.bbox;
        const confidence = rounded(Math.min(100, Math.max(0, node.confidence)));
        words.push({ text, confidence, x: x0, y: y0, width: x1 - x0, height: y1 - y0, line, block });
      }
      if (words.at(-1)?.line === line) line += 1;
    }
  }
  const mean = words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
  return {
    text: page.text.normalize('NFC').trim(),
    words,
    confidence: words.length === 0 ? null : rounded(mean),
  };
}

/** One decimal: the model's own steps are coarser. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
