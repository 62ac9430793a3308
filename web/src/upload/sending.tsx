import { Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ProblemError } from '../api/problem.ts';
import { useFault } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Note } from '../parts/note.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import type { UploadState } from './uploader.ts';

interface SendingProps {
  state: UploadState;
  onPause: () => void;
  onGoOn: () => void;
}

/** Where sending stands: X of Y and how much, a pause, a lost line, or why it stopped. Quiet before the first file. */
export function Sending({ state, onPause, onGoOn }: SendingProps) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const { phase, settled, total, sending } = state;
  if (total === 0) return null;
  const sizes = t('upload.bytes', { sent: bytes(state.bytesSent), total: bytes(state.bytes) });
  if (phase === 'idle') {
    return state.accepted === 0 ? null : (
      <p className="sm q num" role="status">
        {t('upload.sentAll', { count: state.accepted, size: bytes(state.acceptedBytes) })}
      </p>
    );
  }
  const text = t('upload.sending', { current: settled, total });
  return (
    <div className="sending">
      <Trouble state={state} onGoOn={onGoOn} />
      <ProgressBar
        percent={Math.floor((100 * state.bytesSent) / Math.max(1, state.bytes))}
        label={t('card.uploading')}
        text={`${text}, ${sizes}`}
      />
      <div className="sending-line">
        <span className="sm q num grow">
          {text} · <span className="nw">{sizes}</span>
          {phase === 'paused' && (
            <span className="block" role="status">
              {sending > 0 ? t('upload.pausing', { count: sending }) : t('upload.paused')}
            </span>
          )}
        </span>
        {phase === 'paused' ? (
          <button type="button" className="btn sml" onClick={onGoOn}>
            <Play className="i" aria-hidden />
            {t('upload.goOn')}
          </button>
        ) : (
          phase !== 'stopped' && (
            <button type="button" className="btn sml" onClick={onPause}>
              <Pause className="i" aria-hidden />
              {t('upload.pause')}
            </button>
          )
        )}
      </div>
    </div>
  );
}

/** What keeps the files from going out. */
function Trouble({ state, onGoOn }: Pick<SendingProps, 'state' | 'onGoOn'>) {
  const { t } = useTranslation();
  const fault = useFault();
  if (state.phase === 'lost') {
    // A server that says why it cannot take files now is no lost line.
    const said = state.error instanceof ProblemError && state.error.problem.status === 503;
    return (
      <Note kind="line">
        {said ? `${fault(state.error).sentence} ${t('upload.byItself')}` : t('upload.lost')}
      </Note>
    );
  }
  if (state.phase !== 'stopped') return null;
  return (
    <Note
      kind="stopped"
      action={
        <button type="button" className="btn sml" onClick={onGoOn}>
          {t('upload.sendAgain')}
        </button>
      }
    >
      {t('upload.stopped')} {fault(state.error).sentence}
    </Note>
  );
}
