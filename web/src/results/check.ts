import type { FieldReading, Flag, ResultField, ResultRow } from '@cardmill/contracts';

/** Below it a value is looked at by a person. Confidence is the engine's own, 0 to 100. */
export const CHECK_BELOW = 60;

interface Checkable {
  readonly fields: Readonly<Record<string, FieldReading | ResultField>> | null;
  readonly confidence: number | null;
  readonly flags?: readonly Flag[];
}

/** True when a rule speaks against the value, or the engine was unsure; what a person wrote or confirmed is settled. */
export function fieldNeedsCheck(field: FieldReading | ResultField): boolean {
  if ('edit' in field && (field.edit !== null || field.verified !== null)) return false;
  switch (field.verdict) {
    case 'ok':
      return field.confidence !== null && field.confidence < CHECK_BELOW;
    case 'empty':
      return false;
    case 'pattern':
    case 'vocabulary':
    case 'kind':
    case 'required':
      return true;
  }
}

export function needsCheck(card: Checkable): boolean {
  const fields = Object.values(card.fields ?? {});
  if ((card.flags ?? []).some((flag) => flag !== 'duplicate')) return true;
  if (fields.length === 0) return card.confidence !== null && card.confidence < CHECK_BELOW;
  return fields.some(fieldNeedsCheck);
}

/** True when there is something read to show: also a card that was stopped while it was being read again. */
export const hasReading = (row: ResultRow): boolean =>
  row.status === 'succeeded' || (row.status === 'cancelled' && row.text !== null);

export const wasEdited = (row: ResultRow): boolean =>
  Object.values(row.fields).some((field) => field.edit !== null);
