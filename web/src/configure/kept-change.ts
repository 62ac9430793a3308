import type { FieldRow } from './field-rows.ts';
import type { SetUpParts } from './set-up-parts.ts';

const keyOf = (batch: string): string => `cardmill.set-up.${batch}`;

/** What was typed and is not on the server yet, so that a reload or a lost line loses nothing. */
export function keepChange(batch: string, parts: SetUpParts): void {
  try {
    sessionStorage.setItem(keyOf(batch), JSON.stringify(parts));
  } catch {
    // Storage is off or full: then it holds until the page is left, as it did.
  }
}

export function forgetChange(batch: string): void {
  try {
    sessionStorage.removeItem(keyOf(batch));
  } catch {
    // Then nothing was kept either.
  }
}

/** What this browser kept of a set-up; null when all of it was saved, or when another version of this page kept it. */
export function keptChange(batch: string): SetUpParts | null {
  try {
    const text = sessionStorage.getItem(keyOf(batch));
    const parts: unknown = text === null ? null : JSON.parse(text);
    return isParts(parts) ? parts : null;
  } catch {
    return null;
  }
}

function isParts(parts: unknown): parts is SetUpParts {
  if (typeof parts !== 'object' || parts === null) return false;
  const { title, rows, languages, templateId, options }: Partial<Record<keyof SetUpParts, unknown>> = parts;
  return (
    typeof title === 'string' &&
    Array.isArray(rows) &&
    rows.every(isRow) &&
    Array.isArray(languages) &&
    (templateId === null || typeof templateId === 'string') &&
    typeof options === 'object' &&
    options !== null
  );
}

const isRow = (row: unknown): row is FieldRow =>
  typeof row === 'object' &&
  row !== null &&
  'id' in row &&
  'label' in row &&
  'synonyms' in row &&
  'lines' in row;
