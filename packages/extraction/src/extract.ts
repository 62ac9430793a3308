import { type Field, type FieldReading, recordKey, type Word } from '@cardmill/contracts';

import { cardRows, type CardRows, placedText } from './card.ts';
import { findValue, type Found, type Scene } from './find.ts';
import type { ImageSize } from './image-size.ts';
import { nearMatch } from './near-match.ts';
import { piecesOf, type Row } from './pieces.ts';
import { type ExtractionOptions, readyTemplate, type ReadyField, type ReadyTemplate } from './template.ts';
import { findAnchors } from './zone.ts';

/** Takes the fields out of one card's words. */
export type Extractor = (words: readonly Word[], size?: ImageSize) => Record<string, FieldReading>;

/**
 * The fields' values out of a card's words, by zone, label, line or pattern, as they were read: nothing is corrected and no
 * spelling is modernised; a standard form stands beside. Lines of a value are joined by a line break. Of a card with
 * several records the first one's readings have the fields' own keys, the others' those of `recordKey`.
 *
 * Pure, and never throws: words and fields that are not what they should be are stepped over; a field whose
 * definition is broken gets an empty reading.
 */
export function extractFields(
  words: readonly Word[],
  fields: readonly Field[],
  size?: ImageSize,
  options: ExtractionOptions = {},
): Record<string, FieldReading> {
  return createExtractor(fields, options)(words, size);
}

/** The same for many cards: what does not depend on the card is made ready once. */
export function createExtractor(fields: readonly Field[], options: ExtractionOptions = {}): Extractor {
  const template = readyTemplate(fields, options);
  return (words, size) => {
    const records = template.split(cardRows(piecesOf(words, size), template.labels));
    const readings = records.flatMap((card, i) => {
      const scene = sceneOf(card, template, size);
      return template.fields.map(({ key, ready }): [string, FieldReading] => [
        recordKey(key, i + 1),
        ready === null ? NOTHING : readingOf(ready, template, scene),
      ]);
    });
    return Object.fromEntries(readings);
  };
}

const NOTHING: FieldReading = { value: null, confidence: null, source: 'none', verdict: 'empty' };

function sceneOf(card: CardRows, template: ReadyTemplate, size: ImageSize | undefined): Scene {
  return {
    card,
    pieces: card.rows.flat(),
    anchors: findAnchors(card.rows, template.anchors),
    size,
    whole: placedText(card.rows.filter((row) => !isSpeck(row))),
    rows: card.rows.map((row) => placedText([row])),
  };
}

/** Signs and single letters between two lines would break what is looked for over the line's end; a figure may be `8°`. */
const isSpeck = (row: Row): boolean => !row.some(({ text }) => /\p{N}|\p{L}{2}/u.test(text));

function readingOf(ready: ReadyField, template: ReadyTemplate, scene: Scene): FieldReading {
  const found = findValue(ready, template, scene);
  const { value, used, holds } = found === null ? NO_VALUE : valueOf(found, ready);
  const near = holds || ready.pattern === null ? null : nearMatch(ready.pattern, value);
  if (value === '' || found === null) return { ...NOTHING, ...ready.check(null, true) };
  return {
    value,
    confidence: Math.min(100, Math.max(0, Math.min(...used.map((piece) => piece.confidence)))),
    source: found.source,
    ...(near === null ? {} : { normalised: near }),
    ...ready.check(value, holds),
    words: [...new Set(used.flatMap((piece) => piece.words))],
  };
}

const NO_VALUE = { value: '', used: [], holds: true };

/** What of the place is the value, the pieces it is made of, and whether the pattern holds. */
function valueOf({ lines, match }: Found, { pattern }: ReadyField) {
  if (match !== undefined) return { value: match.trim(), used: lines.flat(), holds: true };
  const placed = placedText(lines);
  const start = placed.text.length - placed.text.replace(BEFORE, '').length;
  const text = placed.text.slice(start).replace(BEHIND, '');
  const part = pattern?.find(text) ?? null;
  if (part === null) return { value: text, used: lines.flat(), holds: pattern === null };
  return {
    value: part.value.trim(),
    used: placed.between(start + part.start, start + part.end),
    holds: true,
  };
}

/** Separators and rules around a value; a full stop at its end is the card's own. */
const BEFORE = /^[\s:;=_…]+/u;
const BEHIND = /[\s_…]+$/u;
