import {
  CHECK_BELOW,
  type FieldReading,
  type Flag,
  type ResultField,
  type ResultRow,
} from '@cardmill/contracts';

export { CHECK_BELOW };

interface Checkable {
  readonly fields: Readonly<Record<string, FieldReading | ResultField>> | null;
  readonly confidence: number | null;
  readonly flags?: readonly Flag[];
}

const isSettled = (field: FieldReading | ResultField): boolean =>
  'edit' in field && (field.edit !== null || field.verified !== null);

/** A rule of the template speaks against what was read, and no person has settled it. */
export function fieldIsInvalid(field: FieldReading | ResultField): boolean {
  if (isSettled(field)) return false;
  switch (field.verdict) {
    case 'ok':
    case 'empty':
      return false;
    case 'pattern':
    case 'vocabulary':
    case 'kind':
    case 'required':
      return true;
  }
}

/** The engine was unsure of what no rule speaks against, and no person has settled it. */
export const fieldIsUnsure = (field: FieldReading | ResultField): boolean =>
  !isSettled(field) && field.verdict === 'ok' && field.confidence !== null && field.confidence < CHECK_BELOW;

/** True when a rule speaks against the value, or the engine was unsure; what a person wrote or confirmed is settled. */
export const fieldNeedsCheck = (field: FieldReading | ResultField): boolean =>
  fieldIsInvalid(field) || fieldIsUnsure(field);

export const isInvalid = (card: Checkable): boolean => Object.values(card.fields ?? {}).some(fieldIsInvalid);

export function isUnsure(card: Checkable): boolean {
  const fields = Object.values(card.fields ?? {});
  return fields.length === 0
    ? card.confidence !== null && card.confidence < CHECK_BELOW
    : fields.some(fieldIsUnsure);
}

export const needsCheck = (card: Checkable): boolean =>
  (card.flags ?? []).some((flag) => flag !== 'duplicate') || isInvalid(card) || isUnsure(card);
/** True when there is something read to show: also a card that was stopped while it was being read again. */
export const hasReading = (row: ResultRow): boolean =>
  row.status === 'succeeded' || (row.status === 'cancelled' && row.text !== null);

export const wasEdited = (row: ResultRow): boolean =>
  Object.values(row.fields).some((field) => field.edit !== null);
