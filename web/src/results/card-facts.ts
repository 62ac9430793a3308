import type { ResultRow } from '@cardmill/contracts';

import { hasReading, isInvalid, isUnsure, needsCheck, wasEdited } from './check.ts';

/** What filters, counts and the search ask of a row. */
export interface CardFacts {
  readonly check: boolean;
  readonly invalid: boolean;
  readonly unsure: boolean;
  readonly edited: boolean;
  readonly verified: boolean;
  readonly notRead: boolean;
}

// A row never changes, another version is another row: so each is looked at once, however often ten thousand are counted.
const facts = new WeakMap<ResultRow, CardFacts>();
const texts = new WeakMap<ResultRow, string>();

export function factsOf(row: ResultRow): CardFacts {
  const known = facts.get(row);
  if (known !== undefined) return known;
  const open = row.status === 'succeeded' && row.verified === null;
  const found: CardFacts = {
    check: open && needsCheck(row),
    invalid: open && isInvalid(row),
    unsure: open && isUnsure(row),
    edited: wasEdited(row),
    verified: row.verified !== null,
    notRead: !hasReading(row),
  };
  facts.set(row, found);
  return found;
}

/** Everything the search looks in: file name, text, what the machine read and what people wrote; in small letters. */
export function searchTextOf(row: ResultRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const values = Object.values(row.fields).flatMap((field) => [field.value ?? '', field.edit?.value ?? '']);
  const text = [row.filename, row.text ?? '', ...values].join(' ').toLowerCase();
  texts.set(row, text);
  return text;
}
