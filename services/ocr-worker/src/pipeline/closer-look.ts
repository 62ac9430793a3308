import type { Recogniser, RecognisedWord } from '../engine/index.ts';
import { closeUp } from '../imaging/index.ts';
import { type Look, lookOf, type LookOptions } from './look.ts';
import { confidenceOf, lettersOf } from './noise.ts';
import { doubtfulStrips, type Strip } from './strips.ts';

/** By so much confidence a second reading must be better to be believed. */
const BETTER = 5;
/** And by no more it may have lost or won letters: a strip that caught half of the next line is surer of nonsense. */
const LETTERS = { least: 0.7, most: 1.4 };

/**
 * Reads doubtful figures once more, each stretch of a line by itself and twice as large.
 * @param asked for each strip: the time that is left
 * @returns the look with what was read better, and how many strips were read
 */
export async function closerLook(
  recogniser: Recogniser,
  look: Look,
  asked: () => LookOptions,
): Promise<{ look: Look; strips: number }> {
  const strips = doubtfulStrips(look.recognition.words);
  const better = new Map<RecognisedWord, readonly RecognisedWord[]>();
  for (const strip of strips) {
    const { image, toWhole } = await closeUp(look.prepared.image, strip);
    const { words } = await recogniser.recognise(image, { ...asked(), segmentation: 'line' });
    const [first, ...others] = strip.words;
    if (first === undefined || !isBetter(words, strip)) continue;
    const { line, block } = first;
    better.set(
      first,
      words.map((word) => ({ ...word, ...toWhole(word), line, block })),
    );
    for (const word of others) better.set(word, []);
  }
  if (better.size === 0) return { look, strips: strips.length };
  const words = look.recognition.words.flatMap((word) => better.get(word) ?? [word]);
  return { look: lookOf({ ...look, recognition: { ...look.recognition, words } }), strips: strips.length };
}

function isBetter(words: readonly RecognisedWord[], strip: Strip): boolean {
  const share = lettersOf(words) / lettersOf(strip.words);
  if (share < LETTERS.least || share > LETTERS.most) return false;
  return confidenceOf(words) > confidenceOf(strip.words) + BETTER;
}
