import { useTranslation } from 'react-i18next';

interface ValueProps {
  machine: string | null;
  edit: string | null;
}

/** Machine values are mono in ink, a person's words sans in pen, so the two never get mixed up. */
export function Value(props: ValueProps) {
  const { t } = useTranslation();
  return <PlainValue {...props} empty={t('card.empty')} />;
}

/** The same with its word for nothing given: for lists, where each look into the language costs a share of a frame. */
export function PlainValue({ machine, edit, empty }: ValueProps & { empty: string }) {
  const shown = edit ?? machine;
  if (shown === null || shown === '') return <span className="v none">{empty}</span>;
  return <span className={edit === null ? 'v' : 'v p'}>{shown}</span>;
}
