import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { startBatch } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useUpload } from '../upload/uploads-context.ts';
import type { SetUp } from './use-set-up.ts';

/** Starts the batch with what was typed last, or says what is missing. */
export function useStart(live: BatchLive, setUp: SetUp) {
  const { batch } = live;
  const { t } = useTranslation();
  const [, uploader] = useUpload(batch.name);
  const navigate = useNavigate();
  const fault = useFault();
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);

  const missing = (): string | null => {
    if (setUp.title.trim() === '') return t('configure.missingTitle');
    if (setUp.rows.some((row) => row.label.trim() === '')) return t('configure.missingNames');
    if (setUp.rows.length === 0 && setUp.templateId === null) return t('configure.missingFields');
    if (setUp.startGone) return t('configure.missingStart');
    if (setUp.languages.length === 0) return t('configure.missingLanguage');
    if (uploader.busy()) return t('configure.missingSending');
    if (batch.fileCount === 0) return t('configure.missingCards');
    return null;
  };
  const start = async (): Promise<void> => {
    setAsked(true);
    setRefused(null);
    if (missing() !== null || starting) return;
    setStarting(true);
    try {
      // Refused: the note on saving says why.
      if (!(await setUp.flush())) return;
      await startBatch(batch.name);
      await live.refresh();
      await navigate(`/batches/${batch.name}/process`);
    } catch (error) {
      setRefused(fault(error).sentence);
    } finally {
      setStarting(false);
    }
  };
  return {
    start: () => void start(),
    starting,
    /** Said once Next was pressed, and gone as soon as it is there. */
    missing: asked ? missing() : null,
    refused,
  };
}
