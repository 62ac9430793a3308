import { LoaderCircle, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Stays while the card is read again, so that the focus stays with it. */
export function AgainButton({ name, waits, onAgain }: { name: string; waits: boolean; onAgain: () => void }) {
  const { t } = useTranslation();
  const label = waits ? t('process.readsAgain', { name }) : t('process.readAgain', { name });
  return (
    <button
      type="button"
      className="btn ghost sml icon"
      aria-label={label}
      title={label}
      aria-busy={waits}
      aria-disabled={waits}
      onClick={() => {
        if (!waits) onAgain();
      }}
    >
      {waits ? <LoaderCircle className="i spin" aria-hidden /> : <RotateCcw className="i" aria-hidden />}
    </button>
  );
}
