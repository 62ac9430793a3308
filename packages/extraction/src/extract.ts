import { Field, type FieldReading, type FieldSource, type Word } from '@cardmill/contracts';

import { findLabels, type LabelAt } from './labels.ts';
import { compilePattern, type CompiledPattern } from './pattern.ts';
import { lineHeight, piecesOf, rowsOf, textOf, type Piece } from './pieces.ts';
import { valueAt, type LabelledRows, type ValueLines } from './value.ts';
import { verdictOf } from './verdict.ts';

/** Pixels of the image that the words' boxes are in; only zones need it. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

interface Found {
  readonly lines: ValueLines;
  readonly source: FieldSource;
}

/**
 * The fields' values out of a card's words, by zone, label or pattern, as they were read: nothing is corrected and no
 * spelling is modernised. Lines of a value are joined by a line break.
 *
 * Pure, and never throws: words and fields that are not what they should be are stepped over; a field whose
 * definition is broken gets an empty reading.
 */
export function extractFields(
  words: readonly Word[],
  fields: readonly Field[],
  size?: ImageSize,
): Record<string, FieldReading> {
  const pieces = piecesOf(words);
  const sound = fields.flatMap((field: unknown) => Field.safeParse(field).data ?? []);
  const card = labelled(pieces, sound);
  const readings: [string, FieldReading][] = fields.flatMap((field: unknown): [string, FieldReading][] => {
    const key = keyOf(field);
    if (key === null) return [];
    const whole = sound.find((one) => one.key === key);
    return [[key, whole === undefined ? NOTHING : readingOf(whole, pieces, card, sound, size)]];
  });
  return Object.fromEntries(readings);
}

const NOTHING: FieldReading = { value: null, confidence: null, source: 'none', verdict: 'empty' };

function readingOf(
  field: Field,
  pieces: readonly Piece[],
  card: LabelledRows,
  fields: readonly Field[],
  size?: ImageSize,
): FieldReading {
  const compiled = field.pattern === null ? null : compilePattern(field.pattern);
  const pattern = compiled?.ok === true ? compiled.pattern : null;
  const found = inZone(field, pieces, fields, size) ?? byLabel(field, card) ?? byPattern(pattern, card);
  if (found === null) return { ...NOTHING, verdict: verdictOf(field, null, true) };
  const text = trimmed(found.lines.map(textOf).join('\n'));
  const match = pattern?.find(text) ?? null;
  const value = match?.value.trim() ?? text;
  if (value === '') return { ...NOTHING, verdict: verdictOf(field, null, true) };
  const used = found.lines.flat();
  return {
    value,
    confidence: Math.min(100, Math.max(0, Math.min(...used.map((piece) => piece.confidence)))),
    source: found.source,
    verdict: verdictOf(field, value, pattern === null || match !== null),
    words: [...new Set(used.map((piece) => piece.word))],
  };
}

function labelled(pieces: readonly Piece[], fields: readonly Field[]): LabelledRows {
  const rows = rowsOf(pieces);
  const height = lineHeight(pieces);
  return { rows, height, labels: findLabels(rows, fields, height) };
}

function byLabel(field: Field, card: LabelledRows): Found | null {
  const mine = card.labels.filter((label) => label.key === field.key);
  // The surest label that announces anything: an empty form may print the same word twice.
  for (const label of mine) {
    const lines = valueAt(label, card);
    if (lines.length > 0) return { lines, source: 'label' };
  }
  return null;
}

function byPattern(pattern: CompiledPattern | null, { rows }: LabelledRows): Found | null {
  if (pattern === null) return null;
  for (const row of rows) {
    const match = pattern.find(textOf(row));
    if (match === null || match.value.trim() === '') continue;
    const touched = row.filter((_, i) => {
      const start = textOf(row.slice(0, i + 1)).length - (row[i]?.text.length ?? 0);
      return start < match.end && start + (row[i]?.text.length ?? 0) > match.start;
    });
    return { lines: [touched], source: 'pattern' };
  }
  return null;
}

/** What lies in the field's zone, without its own printed label; null when the zone is empty or the size unknown. */
function inZone(
  field: Field,
  pieces: readonly Piece[],
  fields: readonly Field[],
  size?: ImageSize,
): Found | null {
  const { zone } = field;
  if (zone === null || size === undefined) return null;
  const inside = pieces.filter((piece) => {
    const x = (piece.x + piece.width / 2) / size.width;
    const y = (piece.y + piece.height / 2) / size.height;
    return x >= zone.x && x <= zone.x + zone.width && y >= zone.y && y <= zone.y + zone.height;
  });
  const card = labelled(inside, fields);
  const own = byLabel(field, card);
  if (own !== null) return { lines: own.lines, source: 'zone' };
  const printed = (row: number, at: number) =>
    card.labels.some(
      (label: LabelAt) => label.key === field.key && label.row === row && at >= label.from && at < label.to,
    );
  const lines = card.rows
    .map((row, r) => row.filter((_, i) => !printed(r, i)))
    .filter((row) => row.length > 0);
  return lines.length === 0 ? null : { lines, source: 'zone' };
}

/** Without the separators and rules around it; a full stop at its end is the card's own. */
const trimmed = (text: string): string => text.replaceAll(/^[\s:;=_…]+|[\s_…]+$/gu, '');

function keyOf(field: unknown): string | null {
  if (typeof field !== 'object' || field === null || !('key' in field)) return null;
  return typeof field.key === 'string' && field.key !== '' ? field.key : null;
}
