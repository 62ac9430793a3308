import type { FieldSource, LineSpan } from '@cardmill/contracts';

import { type CardRows, cardRows, type PlacedText, placedText } from './card.ts';
import type { ImageSize } from './image-size.ts';
import { nearMatch } from './near-match.ts';
import type { CompiledPattern } from './pattern.ts';
import { type Piece, type Row, textOf } from './pieces.ts';
import type { ReadyField, ReadyTemplate } from './template.ts';
import { valueAt, type ValueLines } from './value.ts';
import { type Anchors, inZone } from './zone.ts';

/** Where a value stands. */
export interface Found {
  readonly lines: ValueLines;
  readonly source: FieldSource;
  /** The value itself where the pattern found it: it may lean on what stands around. */
  readonly match?: string;
}

/** What is being looked through: a card, or one record of it. */
export interface Scene {
  readonly card: CardRows;
  readonly pieces: readonly Piece[];
  readonly anchors: Anchors;
  readonly size: ImageSize | undefined;
  /** The lines as text, specks between them left out, and each row's own. */
  readonly whole: PlacedText;
  readonly rows: readonly PlacedText[];
}

/**
 * Behind or below its label, in its zone, on its lines, or by its pattern: the first that is there. A zone goes before labels
 * elsewhere on the card. Where the field has a place, its pattern is looked for there and nowhere else.
 */
export function findValue(ready: ReadyField, template: ReadyTemplate, scene: Scene): Found | null {
  const { field } = ready;
  const inside = field.zone === null ? null : inZone(scene.pieces, field.zone, scene.anchors, scene.size);
  if (inside !== null) return within(inside, ready, template) ?? byLabel(field.key, scene.card);
  const labelled = byLabel(field.key, scene.card);
  if (labelled !== null) return labelled;
  if (field.lines === undefined) return byPattern(ready, scene.rows, scene.whole, 'pattern');
  return onLines(ready, withoutLabel(field.key, scene.card), 'line');
}

function byLabel(key: string, card: CardRows): Found | null {
  // The surest label that announces anything: an empty form may print the same word twice.
  for (const label of card.labels) {
    if (label.key !== key) continue;
    const lines = valueAt(label, card);
    if (lines.length > 0) return { lines, source: 'label' };
  }
  return null;
}

/** What lies in the field's zone, without its own printed label; null when there is nothing. */
function within(inside: readonly Piece[], ready: ReadyField, template: ReadyTemplate): Found | null {
  const { field, labels } = ready;
  if (labels === null || inside.length === 0) return null;
  // Other fields' labels end the value as they do on the whole card.
  const own = byLabel(field.key, cardRows(inside, template.labels));
  if (own !== null) return { ...own, source: 'zone' };
  return onLines(ready, withoutLabel(field.key, cardRows(inside, labels)), 'zone');
}

/** The lines that are meant, or what of them matches the pattern: no label says that the rest is the field's. */
function onLines(ready: ReadyField, rows: readonly Row[], source: FieldSource): Found | null {
  const lines = ready.field.lines === undefined ? rows : linesAt(rows, ready.field.lines);
  if (lines.length === 0) return null;
  if (ready.pattern === null) return { lines, source };
  const each = lines.map((line) => placedText([line]));
  return byPattern(ready, each, placedText(lines), source) ?? nearly(ready.pattern, lines, source);
}

/** A code stands at the head of its place, and each line that is none costs milliseconds. */
const MOST_NEARLY = 3;

/** A line that is the pattern's but for signs commonly misread. */
function nearly(pattern: CompiledPattern, lines: readonly Row[], source: FieldSource): Found | null {
  const line = lines.slice(0, MOST_NEARLY).find((row) => nearMatch(pattern, textOf(row)) !== null);
  return line === undefined ? null : { lines: [line], source };
}

/** On one line where it can, else over the line breaks; at once over all where the pattern is meant so. */
function byPattern(
  { pattern }: ReadyField,
  lines: readonly PlacedText[],
  whole: PlacedText,
  source: FieldSource,
): Found | null {
  if (pattern === null) return null;
  for (const text of pattern.ofWhole ? [whole] : [...lines, whole]) {
    const match = pattern.find(text.text);
    if (match === null || match.value.trim() === '') continue;
    return { lines: [text.between(match.start, match.end)], source, match: match.value };
  }
  return null;
}

function withoutLabel(key: string, { rows, byRow }: CardRows): Row[] {
  return rows
    .map((row, r) => {
      const own = byRow.get(r)?.filter((label) => label.key === key) ?? [];
      return row.filter((_, i) => !own.some(({ from, to }) => i >= from && i < to));
    })
    .filter((row) => row.length > 0);
}

/** Specks and rules are read as signs and single letters: a line has two letters or figures beside each other. */
const isLine = (row: Row): boolean => row.some(({ text }) => /[\p{L}\p{N}]{2}/u.test(text));

function linesAt(rows: readonly Row[], { from, to }: LineSpan): Row[] {
  const lines = rows.filter(isLine);
  const place = (n: number): number => (n > 0 ? n - 1 : lines.length + n);
  return lines.slice(Math.max(0, place(from)), Math.max(0, place(to) + 1));
}
