import { BatchPatch } from '@cardmill/contracts';

import type { FieldRow } from './field-rows.ts';
import type { SetUpParts } from './set-up-parts.ts';

const keyOf = (batch: string): string => `cardmill.set-up.${batch}`;

/** What is not on the server yet, the version it was made from, and what was sent without an answer. */
export interface KeptChange {
  readonly parts: SetUpParts;
  readonly version: number;
  readonly inDoubt: readonly BatchPatch[];
}

/**
 * Keeps what was typed and is not on the server yet, so that a reload or a lost line loses nothing. A page that was left may
 * still be sending: what it hears then must not touch what a later one keeps.
 */
export function createKeeper(batch: string) {
  const key = keyOf(batch);
  let mine = stored(key);
  return {
    keep(change: KeptChange): void {
      mine = JSON.stringify(change);
      store(key, mine);
    },
    /** The same change, about which more is known now. */
    renew(change: KeptChange): void {
      if (mine === null || stored(key) !== mine) return;
      mine = JSON.stringify(change);
      store(key, mine);
    },
    forget(): void {
      if (mine !== null && stored(key) === mine) store(key, null);
      mine = null;
    },
  };
}

// Where storage is off or full, it holds until the page is left.
function store(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Nothing is kept then.
  }
}

function stored(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** What this browser kept of a set-up; null when all of it was saved, or when another version of this page kept it. */
export function keptChange(batch: string): KeptChange | null {
  try {
    const text = stored(keyOf(batch));
    const kept: unknown = text === null ? null : JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return null;
    const { parts, version, inDoubt }: Partial<Record<keyof KeptChange, unknown>> = kept;
    const sent = BatchPatch.array().safeParse(inDoubt);
    return isParts(parts) && typeof version === 'number' && sent.success
      ? { parts, version, inDoubt: sent.data }
      : null;
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
