import { REVIEW_STEP, type ResultField, type ResultRow, type ReviewGroup } from '@cardmill/contracts';

import { compareValue, isError } from './compare-value.ts';

type Row = Pick<ResultRow, 'fields' | 'confidence'>;

const stepOf = (confidence: number): number =>
  Math.min(100 - REVIEW_STEP, Math.floor(confidence / REVIEW_STEP) * REVIEW_STEP);

/** 0 for a broken rule, else the confidence of the least sure value: the card that has the lowest is looked at first. */
export function sureness({ fields, confidence }: Row): number {
  const known = Object.values(fields).flatMap((field) => {
    if (field.verdict === 'empty') return [];
    return field.verdict === 'ok' ? (field.confidence ?? []) : 0;
  });
  return known.length === 0 ? (confidence ?? 0) : Math.min(...known);
}

function kindOf({ verdict, confidence }: ResultField): ReviewGroup['value'] {
  if (verdict !== 'ok' && verdict !== 'empty') return 'broken';
  return verdict === 'empty' || confidence === null ? 'empty' : stepOf(confidence);
}

/**
 * A card's values as groups of one each. The database counts a whole batch in the same way (`readReview` of the database
 * package); a test holds the two against each other.
 */
export function groupsOf(row: Row): ReviewGroup[] {
  const card = stepOf(sureness(row));
  return Object.values(row.fields).map((field) => {
    const { value, normalised, edit, verified } = field;
    const wrong = edit !== null && isError(compareValue([value, normalised], edit.value));
    return {
      card,
      value: kindOf(field),
      open: verified === null && edit === null ? 1 : 0,
      checked: verified === null ? 0 : 1,
      wrong: verified !== null && wrong ? 1 : 0,
    };
  });
}

/** The groups of a batch after one of its cards has become another: no question to the server for each card. */
export function recount(groups: readonly ReviewGroup[], before: Row, after: Row): ReviewGroup[] {
  const all = new Map(groups.map((group) => [keyOf(group), { ...group }]));
  const add = (part: ReviewGroup, sign: 1 | -1): void => {
    const { card, value } = part;
    const group = all.get(keyOf(part)) ?? { card, value, open: 0, checked: 0, wrong: 0 };
    // Never below nothing: what was counted may be older than the card as it was before.
    for (const count of ['open', 'checked', 'wrong'] as const)
      group[count] = Math.max(0, group[count] + sign * part[count]);
    all.set(keyOf(part), group);
  };
  for (const part of groupsOf(before)) add(part, -1);
  for (const part of groupsOf(after)) add(part, 1);
  return [...all.values()];
}

const keyOf = ({ card, value }: Pick<ReviewGroup, 'card' | 'value'>): string => `${card} ${value}`;
