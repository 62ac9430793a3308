import type { LineSpan } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

/** Says which lines are meant, counted from the nearer end as it was given. */
export function useLinesWords(): (span: LineSpan) => string {
  const { t } = useTranslation();
  const placed = (place: number): string => {
    if (place === 1) return t('configure.lines.first');
    if (place === -1) return t('configure.lines.last');
    return place > 0
      ? t('configure.lines.fromTop', { place })
      : t('configure.lines.fromBottom', { place: -place });
  };
  return ({ from, to }) =>
    from === to ? placed(from) : t('configure.lines.span', { from: placed(from), to: placed(to) });
}
