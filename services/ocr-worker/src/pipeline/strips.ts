import type { RecognisedWord } from '../engine/index.ts';
import { median } from './median.ts';
import { lettersOf, linesOf } from './noise.ts';

/** A stretch of a line that is worth a closer look: neighbouring words, and the box to cut out around them. */
export interface Strip {
  readonly words: readonly RecognisedWord[];
  /** Pixels of the image that was read; may reach beyond it. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Confidence of its least sure word below which a strip is doubtful. */
const DOUBTFUL = 60;
/** A number, a date, a shelfmark: a word with so many figures. No dictionary helps the engine there, nor whoever reads on. */
const FIGURES = 4;
/** Words further apart than so many heights do not belong together. */
const APART = 3;
/** So many words on either side of figures belong to them: a code is often read as two or three. */
const BESIDE = 1;
/** Around the words, in their heights: accents and descenders, and air at the ends. */
const AIR = { beside: 0.6, above: 0.35 };
/** More strips than this are a table, or noise; each costs a tenth of a card. */
const MOST = 6;

/**
 * Where figures are doubtful: they themselves or the words beside them. Looking again at doubtful words of letters alone
 * changed as many for the worse as for the better, and whole lines with figures in them read no better than these
 * strips at twice the time (docs/decisions/imaging.md).
 */
export function doubtfulStrips(words: readonly RecognisedWord[]): Strip[] {
  return linesOf(words).flatMap(stretches).flatMap(doubtfulParts).slice(0, MOST).map(stripOf);
}

/** Runs of neighbouring words around the doubtful figures of a stretch. */
function doubtfulParts(stretch: readonly RecognisedWord[]): RecognisedWord[][] {
  const around = <T>(all: readonly T[], i: number): T[] => all.slice(Math.max(0, i - BESIDE), i + BESIDE + 1);
  const worth = stretch.map((word, i) => hasFigures(word) && around(stretch, i).some(isDoubtful));
  const parts: RecognisedWord[][] = [];
  let part: RecognisedWord[] | null = null;
  for (const [i, word] of stretch.entries()) {
    if (!around(worth, i).includes(true)) part = null;
    else if (part === null) parts.push((part = [word]));
    else part.push(word);
  }
  return parts;
}

const hasFigures = ({ text }: RecognisedWord): boolean => (text.match(/\d/g)?.length ?? 0) >= FIGURES;
const isDoubtful = (word: RecognisedWord): boolean => lettersOf([word]) > 0 && word.confidence < DOUBTFUL;

function stretches(line: readonly RecognisedWord[]): RecognisedWord[][] {
  const found: RecognisedWord[][] = [];
  for (const word of line.toSorted((a, b) => a.x - b.x)) {
    const stretch = found.at(-1);
    const last = stretch?.at(-1);
    const near = last !== undefined && word.x - (last.x + last.width) <= APART * last.height;
    if (near) stretch?.push(word);
    else found.push([word]);
  }
  return found;
}

function stripOf(words: readonly RecognisedWord[]): Strip {
  const height = median(words.map((word) => word.height));
  const top = median(words.map((word) => word.y));
  return {
    words,
    left: Math.min(...words.map((word) => word.x)) - AIR.beside * height,
    right: Math.max(...words.map((word) => word.x + word.width)) + AIR.beside * height,
    // The middle word's: a stain read as a letter must not bring the next line in.
    top: top - AIR.above * height,
    bottom: top + (1 + AIR.above) * height,
  };
}
