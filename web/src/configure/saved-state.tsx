import { Check, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { AutosaveState } from './autosave.ts';

/** There is no save button; this says that there need not be one. */
export function SavedState({ state }: { state: AutosaveState }) {
  const { t } = useTranslation();
  const saved = state.phase === 'saved';
  const refused = state.phase === 'refused';
  const Icon = saved ? Check : refused ? TriangleAlert : LoaderCircle;
  return (
    <span className={refused ? 'st warn' : 'st'} style={{ fontWeight: 400 }} role="status">
      <Icon className={saved || refused ? 'i' : 'i spin'} aria-hidden />
      {saved ? t('configure.saved') : refused ? t('configure.notSaved') : t('configure.saving')}
    </span>
  );
}
