import type { Field, Verdict } from '@cardmill/contracts';

/** What a field's checks say about a value. The value itself is never touched. */
export function verdictOf(field: Field, value: string | null, patternHolds: boolean): Verdict {
  if (value === null) return field.required ? 'required' : 'empty';
  if (!patternHolds) return 'pattern';
  if (field.vocabulary.length > 0 && !field.vocabulary.some((term) => same(term, value))) return 'vocabulary';
  return fitsKind(field, value) ? 'ok' : 'kind';
}

function fitsKind({ kind }: Field, value: string): boolean {
  switch (kind) {
    case 'number':
      return /^[+-]?\d[\d.,'\s]*$/.test(value);
    case 'date':
      // A year alone is a date on a card; what is none has no digit at all.
      return /\d/.test(value);
    case 'text':
    case 'choice':
      return true;
  }
}

const same = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
