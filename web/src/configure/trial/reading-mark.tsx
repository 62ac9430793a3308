import type { Comparison, FieldReading } from '@cardmill/contracts';
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../i18n/use-format.ts';
import { fieldIsInvalid, fieldIsUnsure } from '../../results/check.ts';

/** What the checks and the engine say about a value; silent while there is nothing to say but how sure it is. */
export function ReadingMark({ reading }: { reading: FieldReading }) {
  const { t } = useTranslation();
  const format = useFormat();
  const invalid = fieldIsInvalid(reading);
  const sure = reading.confidence === null ? '' : format.percent(Math.round(reading.confidence));
  if (!invalid && !fieldIsUnsure(reading)) return <span className="xs num q3">{sure}</span>;
  return (
    <span className="xs st warn">
      <Eye className="i" aria-hidden />
      {invalid ? t(`verdict.${reading.verdict}`) : t('configure.try.unsure')}
      {sure !== '' && <span className="num">{sure}</span>}
    </span>
  );
}

/** Beside the truth: what was made of it. */
export function Outcome({ compared }: { compared: { truth: string; outcome: Comparison } | undefined }) {
  const { t } = useTranslation();
  if (compared === undefined || compared.outcome === 'right' || compared.outcome === 'empty') return null;
  return (
    <span className="xs q truth-say">
      {compared.outcome === 'invented'
        ? t('configure.try.truthNone')
        : t('configure.try.truth', { value: compared.truth })}
    </span>
  );
}
