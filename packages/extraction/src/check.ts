import type { Field, FieldReading, Verdict } from '@cardmill/contracts';

import { readDate } from './dates.ts';
import { readNumber } from './numbers.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** What a field's checks say about a value, and its standard form. The value itself is never touched. */
export type Check = Pick<FieldReading, 'verdict' | 'normalised'>;

/** @returns what to ask for each value: null for none; `patternHolds` when there is no pattern, too */
export function createCheck(field: Field): (value: string | null, patternHolds: boolean) => Check {
  const vocabulary = field.vocabulary.length === 0 ? null : createVocabulary(field.vocabulary);
  return (value, patternHolds) => {
    if (value === null) return { verdict: field.required ? 'required' : 'empty' };
    const entry = vocabulary === null ? null : entryOf(value, vocabulary);
    const { fits, normalised = entry } = fitsKind(field, value);
    const verdict = verdictOf(patternHolds, vocabulary === null || entry !== null, fits);
    return normalised === null ? { verdict } : { verdict, normalised };
  };
}

function verdictOf(patternHolds: boolean, known: boolean, fits: boolean): Verdict {
  if (!patternHolds) return 'pattern';
  if (!known) return 'vocabulary';
  return fits ? 'ok' : 'kind';
}

// A value over two lines is one term.
const entryOf = (value: string, vocabulary: Vocabulary): string | null =>
  vocabulary.find(value.replaceAll(/\s+/g, ' '));

function fitsKind({ kind }: Field, value: string): { fits: boolean; normalised?: string } {
  switch (kind) {
    case 'number': {
      const { number, ...rest } = readNumber(value);
      return { fits: number, ...rest };
    }
    case 'date': {
      const { date, ...rest } = readDate(value);
      return { fits: date, ...rest };
    }
    case 'text':
    case 'choice':
      return { fits: true };
  }
}
