import { LocateFixed } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Whether the image goes along with the field in focus. */
export function FollowSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="btn sml ghost"
      aria-label={t('verify.follow')}
      aria-pressed={on}
      title={t('verify.follow')}
      onClick={() => onChange(!on)}
    >
      <LocateFixed className="i" aria-hidden />
      <span className="only-wide">{t('verify.follow')}</span>
    </button>
  );
}
