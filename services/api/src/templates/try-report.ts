import {
  type CardTruth,
  type Field,
  splitRecordKey,
  type TryCard,
  type TryReport,
} from '@cardmill/contracts';
import {
  compareValue,
  errorRates,
  fieldAccuracy,
  isError,
  median,
  quantile,
  type Reviewable,
  reviewCurve,
  textErrors,
  type TextErrors,
} from '@cardmill/extraction/evaluation';

type Compared = TryCard['compared'];

/** What was made of each field whose truth is known and that the template asks for. */
export function compareFields(
  fields: readonly Pick<Field, 'key'>[],
  read: TryCard['fields'],
  truth: NonNullable<CardTruth['fields']>,
): Compared {
  const asked = new Set(fields.map((field) => field.key));
  const known = Object.entries(truth).filter(([key]) => asked.has(splitRecordKey(key).key));
  const readings = new Map(Object.entries(read));
  return Object.fromEntries(
    known.map(([key, truth]) => {
      const reading = readings.get(key);
      return [key, { truth, outcome: compareValue([reading?.value, reading?.normalised], truth) }];
    }),
  );
}

/** A card of the sample, and the errors in its text when the truth of that is known. */
export interface MeasuredCard {
  card: TryCard;
  errors: TextErrors | null;
}

/** What the cards that were read say together; null when none was. */
export function reportOf(measured: readonly MeasuredCard[]): TryReport | null {
  const read = measured.filter(({ card }) => card.status === 'read');
  if (read.length === 0) return null;
  const texts = read.flatMap(({ errors }) => errors ?? []);
  const rates = errorRates(texts);
  const compared = read.flatMap(({ card }) =>
    Object.entries(card.compared).map(([key, { outcome }]) => ({
      field: splitRecordKey(key).key,
      outcome,
      confidence: card.fields[key]?.confidence ?? null,
    })),
  );
  const outcomesOf = (key: string) =>
    compared.flatMap(({ field, outcome }) => (field === key ? outcome : []));
  const seconds = read.flatMap(({ card }) => (card.durationMs === null ? [] : card.durationMs / 1000));
  const [middle, p95] = [median(seconds), quantile(seconds, 0.95)];
  return {
    cards: read.length,
    characterErrorRate: rates === null ? null : { cards: texts.length, ...rates },
    fields: Object.fromEntries(
      [...new Set(compared.map(({ field }) => field))].map((key) => [key, fieldAccuracy(outcomesOf(key))]),
    ),
    allFields: compared.length === 0 ? null : fieldAccuracy(compared.map(({ outcome }) => outcome)),
    secondsPerCard: middle === null || p95 === null ? null : { median: middle, p95 },
    review: reviewOf(
      compared.map(({ confidence, outcome }) => ({ confidence, errors: isError(outcome) ? 1 : 0 })),
      read.flatMap(({ card: { confidence }, errors }) =>
        errors === null ? [] : { confidence, errors: errors.edits },
      ),
    ),
  };
}

/** A person reviews fields; where there are none, texts. */
function reviewOf(fields: readonly Reviewable[], cards: readonly Reviewable[]): TryReport['review'] {
  if (fields.length > 0) return { of: 'fields', points: reviewCurve(fields) };
  return cards.length > 0 ? { of: 'cards', points: reviewCurve(cards) } : null;
}

/** The errors of a text whose truth is known. */
export const measureText = (text: string | null, truth: string | undefined): TextErrors | null =>
  text === null || truth === undefined ? null : textErrors(text, truth);
