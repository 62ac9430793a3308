import type { FileEntry } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import type { UploadState } from './uploader.ts';

/** Where sending stands: X of Y, a lost line, or why it stopped. Quiet when there is nothing to send. */
export function Sending({ state, onAgain }: { state: UploadState; onAgain: () => void }) {
  const { t } = useTranslation();
  const fault = useFault();
  if (state.phase === 'idle') return null;
  const text = t('upload.sending', { current: state.settled, total: state.total });
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {state.phase === 'lost' && <Note kind="line">{t('upload.lost')}</Note>}
      {state.phase === 'stopped' && (
        <Note
          kind="stopped"
          action={
            <button type="button" className="btn sml" onClick={onAgain}>
              {t('upload.sendAgain')}
            </button>
          }
        >
          {t('upload.stopped')} {fault(state.error).sentence}
        </Note>
      )}
      <ProgressBar
        percent={Math.floor((100 * state.settled) / Math.max(1, state.total))}
        label={t('card.uploading')}
        text={text}
      />
      <span className="sm q num">{text}</span>
    </div>
  );
}

/** The count as heading, and what of it asks for a look. */
export function Summary({ cards, remarks }: { cards: readonly CardEntry[]; remarks: readonly FileEntry[] }) {
  const { t } = useTranslation();
  const check = cards.filter(needsLook).length;
  const rejected = remarks.filter((entry) => entry.outcome === 'rejected').length;
  const duplicates = remarks.length - rejected;
  const parts = [
    check > 0 ? t('upload.summaryCheck', { count: check }) : '',
    rejected > 0 ? t('upload.summaryRejected', { count: rejected }) : '',
    duplicates > 0 ? t('upload.summaryDuplicate', { count: duplicates }) : '',
  ].filter((part) => part !== '');
  return (
    <div className="row" style={{ flexWrap: 'wrap', alignItems: 'baseline', columnGap: 14 }}>
      <h2 className="h-batch num">{t('count.cards', { count: cards.length })}</h2>
      <span className="sm q" role="status">
        {parts.join(', ')}
      </span>
    </div>
  );
}

/** A scan that a person should look at while the card is still in the hand. */
export const needsLook = (card: CardEntry): boolean => card.flags.length > 0 || card.error !== null;
