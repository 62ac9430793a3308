import type { FieldSource, LineSpan } from '@cardmill/contracts';

import { type CardRows, cardRows, type PlacedText } from './card.ts';
import type { Piece, Row } from './pieces.ts';
import type { ReadyField, ReadyTemplate } from './template.ts';
import { valueAt, type ValueLines } from './value.ts';
import { type Anchors, type ImageSize, inZone } from './zone.ts';

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
  /** The rows as text, and each row's own. */
  readonly whole: PlacedText;
  readonly rows: readonly PlacedText[];
}

/** The first of: what stands in its zone, behind or below its label, on its lines, or matches its pattern anywhere. */
export function findValue(ready: ReadyField, template: ReadyTemplate, scene: Scene): Found | null {
  return (
    byZone(ready, template, scene) ??
    byLabel(ready.field.key, scene.card) ??
    byLines(ready, scene.card) ??
    byPattern(ready, scene)
  );
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

/** Lines of a zone are counted in the zone. */
function byLines({ field }: ReadyField, card: CardRows): Found | null {
  if (field.lines === undefined || field.zone !== null) return null;
  const lines = linesAt(withoutLabel(field.key, card), field.lines);
  return lines.length === 0 ? null : { lines, source: 'line' };
}

/** On one line where it can, else over the line breaks. */
function byPattern({ pattern }: ReadyField, { rows, whole }: Scene): Found | null {
  for (const text of pattern === null ? [] : [...rows, whole]) {
    const match = pattern?.find(text.text) ?? null;
    if (match === null || match.value.trim() === '') continue;
    return { lines: [text.between(match.start, match.end)], source: 'pattern', match: match.value };
  }
  return null;
}

/** What lies in the field's zone, without its own printed label; null when there is nothing. */
function byZone({ field, labels }: ReadyField, template: ReadyTemplate, scene: Scene): Found | null {
  if (field.zone === null || labels === null) return null;
  const inside = inZone(scene.pieces, field.zone, scene.anchors, scene.size);
  if (inside === null || inside.length === 0) return null;
  // The zone may cut a row before a label; other fields' labels end the value as they do on the whole card.
  const own = byLabel(field.key, cardRows(inside, template.labels));
  if (own !== null) return { lines: own.lines, source: 'zone' };
  const rows = withoutLabel(field.key, cardRows(inside, labels));
  const lines = field.lines === undefined ? rows : linesAt(rows, field.lines);
  return lines.length === 0 ? null : { lines, source: 'zone' };
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
