import type { FileEntry } from '@cardmill/contracts';
import { Copy, FileWarning, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { needsLook } from './sending.tsx';

interface CardRowsProps {
  batch: string;
  cards: readonly CardEntry[];
  remarks: readonly FileEntry[];
  /** The card shown large. */
  shown: string | null;
  onShow: (filename: string) => void;
  onDismiss: (entry: FileEntry) => void;
  /** Null when the files are frozen. */
  onRemove: ((card: CardEntry) => Promise<void>) | null;
}

/** Rows drawn at first; a drawer of ten thousand is looked through in Results, not here. */
const STEP = 150;

/** What was sent, newest first: what was not taken on top, then the cards. */
export function CardRows({ batch, cards, remarks, shown, onShow, onDismiss, onRemove }: CardRowsProps) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(STEP);
  const newest = cards.slice(-limit).toReversed();
  return (
    <>
      <ul className="up-rows">
        {remarks.slice(0, limit).map((entry, index) => (
          <Remark key={`${entry.filename} ${remarks.length - index}`} entry={entry} onDismiss={onDismiss} />
        ))}
        {newest.map((card) => (
          <li key={card.cardId} className={card.filename === shown ? 'ur on' : 'ur'}>
            <button
              type="button"
              className="ur-pick"
              aria-pressed={card.filename === shown}
              onClick={() => onShow(card.filename)}
            >
              <Thumb batch={batch} filename={card.filename} width={56} made={card.inspectedAt !== null} />
              <span className="grow">
                <span className="mono sm cut" style={{ display: 'block' }}>
                  {card.filename}
                </span>
                <Reason card={card} />
              </span>
              <CardStateMark mark={card.state === 'ready' && needsLook(card) ? 'check' : card.state} />
            </button>
            {onRemove !== null && (
              <button
                type="button"
                className="btn ghost sml icon"
                aria-label={t('upload.remove', { name: card.filename })}
                title={t('upload.remove', { name: card.filename })}
                onClick={() => void onRemove(card)}
              >
                <X className="i" aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {cards.length > limit && (
        <button type="button" className="btn ghost" onClick={() => setLimit(limit + STEP * 4)}>
          {t('upload.more')}
        </button>
      )}
    </>
  );
}

function Reason({ card }: { card: CardEntry }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [flag] = card.flags;
  const text = card.error !== null ? problem(card.error.code) : flag === undefined ? null : t(`flag.${flag}`);
  return text === null ? null : <span className="xs q block">{text}</span>;
}

function Remark({ entry, onDismiss }: { entry: FileEntry; onDismiss: (entry: FileEntry) => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const code = entry.code ?? 'unsupported_type';
  const duplicate = entry.outcome === 'duplicate';
  const Icon = duplicate ? Copy : FileWarning;
  return (
    <li className="ur">
      <span className="ur-pick">
        <span className="th bare" style={{ width: 56 }}>
          <Icon className="i" aria-hidden />
        </span>
        <span className="grow">
          <span className="mono sm cut" style={{ display: 'block' }}>
            {entry.filename}
          </span>
          <span className="xs q block">{duplicate ? t('upload.duplicate') : problem(code)}</span>
        </span>
        <CardStateMark mark={duplicate ? 'duplicate' : 'rejected'} />
      </span>
      <button
        type="button"
        className="btn ghost sml icon"
        aria-label={t('upload.dismiss', { name: entry.filename })}
        title={t('upload.dismiss', { name: entry.filename })}
        onClick={() => onDismiss(entry)}
      >
        <X className="i" aria-hidden />
      </button>
    </li>
  );
}
