import { Check, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { AutosaveState } from './autosave.ts';

/** There is no save button; this says that there need not be one. */
export function SavedState({ state }: { state: AutosaveState }) {
  const { t } = useTranslation();
  const saved = state.phase === 'saved';
  const Icon = saved ? Check : LoaderCircle;
  return (
    <span className="st" style={{ fontWeight: 400 }} role="status">
      <Icon className={saved ? 'i' : 'i spin'} aria-hidden />
      {saved
        ? t('configure.saved')
        : state.phase === 'refused'
          ? t('configure.notSaved')
          : t('configure.saving')}
    </span>
  );
}
