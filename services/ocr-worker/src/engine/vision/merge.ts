import type { GreyImage } from '../../imaging/pgm.ts';
import type { Recognition, RecognisedWord } from '../recogniser.ts';
import { alignWords } from './align.ts';
import { placeWords } from './boxes.ts';
import type { Transcript } from './transcript.ts';

/**
 * A vision model states no confidence, and the likelihoods that some servers give are high for what it makes up. What
 * can be known is whether another reader saw the same letters, so a word has tesseract's confidence where both read the
 * same, and not less than `agreed` (two that know nothing of each other are seldom wrong together), and `alone`
 * otherwise. These are ranks for review and no probabilities; below 60 a value is shown as to be checked.
 */
const CONFIDENCE = { agreed: 75, alone: 50 };

/** The model's text with tesseract's boxes. Lines and blocks are the model's, like the text that they belong to. */
export function mergeReadings(
  { lines, text }: Transcript,
  seen: readonly RecognisedWord[],
  image: Pick<GreyImage, 'width' | 'height'>,
): Pick<Recognition, 'text' | 'words' | 'confidence'> {
  const read = lines.flatMap((line) => line.words);
  const pairs = alignWords(
    read,
    seen.map((word) => word.text),
  );
  let next = 0;
  const byLine = lines.map((line) => pairs.slice(next, (next += line.words.length)));
  const boxes = placeWords(byLine, seen, image);
  const words = lines.flatMap(({ words: texts, block }, line) =>
    texts.map((word, i): RecognisedWord => {
      const other = seen[byLine[line]?.[i] ?? -1];
      const agreed = other !== undefined && other.text === word;
      const confidence = agreed ? Math.max(CONFIDENCE.agreed, other.confidence) : CONFIDENCE.alone;
      const box = boxes[line]?.[i] ?? { x: 0, y: 0, width: image.width, height: image.height };
      return { text: word, confidence, ...box, line, block };
    }),
  );
  const mean = words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
  return { text, words, confidence: words.length === 0 ? null : Math.round(mean * 10) / 10 };
}
