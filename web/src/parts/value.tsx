import { useTranslation } from 'react-i18next';

/** Machine values are mono in ink, a person's words sans in pen, so the two never get mixed up. */
export function Value({ machine, edit }: { machine: string | null; edit: string | null }) {
  const { t } = useTranslation();
  const shown = edit ?? machine;
  if (shown === null || shown === '') return <span className="v none">{t('card.empty')}</span>;
  return <span className={edit === null ? 'v' : 'v p'}>{shown}</span>;
}
