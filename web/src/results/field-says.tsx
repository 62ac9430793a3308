import type { ResultField } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { CardStateMark } from '../parts/status.tsx';
import { fieldNeedsCheck } from './check.ts';

/** Passing a rule is silent; only failing one speaks, with its reason. */
export function FieldSays({ value }: { value: ResultField | undefined }) {
  const why = useWhyCheck();
  if (value === undefined || !fieldNeedsCheck(value)) return <FieldMark value={value} />;
  return (
    <span className="row" style={{ gap: 6 }} title={why(value)}>
      <span className="xs q cut">{why(value)}</span>
      <FieldMark value={value} />
    </span>
  );
}

/** Who stands behind a value. */
export function FieldMark({ value }: { value: ResultField | undefined }) {
  const format = useFormat();
  if (value === undefined) return null;
  if (value.verified !== null) return <CardStateMark mark="verified" />;
  if (value.edit !== null) return <CardStateMark mark="edited" />;
  if (fieldNeedsCheck(value)) return <CardStateMark mark="check" />;
  return <span className="num q3">{value.confidence === null ? '' : format.percent(value.confidence)}</span>;
}

/** Why a person should look at a value. */
export function useWhyCheck(): (value: ResultField) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (value) =>
    value.verdict === 'ok'
      ? t('results.atConfidence', { percent: format.percent(value.confidence ?? 0) })
      : t(`verdict.${value.verdict}`);
}
