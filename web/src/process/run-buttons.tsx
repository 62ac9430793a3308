import { type Action, isTerminal } from '@cardmill/contracts';
import { LoaderCircle, Play, Radio, Square, WifiOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { act } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import { useLine } from '../live/live-context.ts';
import type { BatchLive } from '../live/use-batch-live.ts';

/** Stop and resume. Stopping asks nothing, since resuming is there. */
export function RunButtons({ live }: { live: BatchLive }) {
  const { t } = useTranslation();
  const fault = useFault();
  const line = useLine();
  const { batch, refresh } = live;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const ended = isTerminal(batch.status);
  const run = async (action: Action): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await act(batch.name, action, batch.run);
      setRefused(null);
    } catch (error) {
      setRefused(fault(error).sentence);
    } finally {
      await refresh();
      setBusy(false);
    }
  };
  const resumable = ended && batch.progress.cancelled > 0;
  return (
    <div className="row" style={{ flexWrap: 'wrap', gap: 16 }}>
      {refused !== null && (
        <span className="sm" role="alert" style={{ color: 'var(--bad)', maxWidth: 280 }}>
          {refused}
        </span>
      )}
      {!ended && <LineState line={line} />}
      {!ended && (
        <button type="button" className="btn" onClick={() => void run('cancel')} aria-busy={busy}>
          {busy ? <LoaderCircle className="i spin" aria-hidden /> : <Square className="i" aria-hidden />}
          {busy ? t('process.stopping') : t('process.stop')}
        </button>
      )}
      {resumable && (
        <button type="button" className="btn" onClick={() => void run('resume')} aria-busy={busy}>
          {busy ? <LoaderCircle className="i spin" aria-hidden /> : <Play className="i" aria-hidden />}
          {busy ? t('process.resuming') : t('process.resume')}
        </button>
      )}
    </div>
  );
}

function LineState({ line }: { line: ReturnType<typeof useLine> }) {
  const { t } = useTranslation();
  switch (line) {
    case 'up':
      return (
        <span className="st">
          <Radio className="i" aria-hidden />
          {t('process.live')}
        </span>
      );
    case 'connecting':
      return (
        <span className="st">
          <LoaderCircle className="i spin" aria-hidden />
          {t('process.connecting')}
        </span>
      );
    case 'lost':
      return (
        <span className="st warn">
          <WifiOff className="i" aria-hidden />
          {t('process.lineLost')}
        </span>
      );
  }
}
