import { Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Viewer } from '../viewer/viewer.tsx';

interface LastScanProps {
  batch: string;
  card: CardEntry | null;
  onRemove: ((card: CardEntry) => Promise<void>) | null;
}

/** The last scan, large, with its verdict while the card is still in the hand. */
export function LastScan({ batch, card, onRemove }: LastScanProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problem = useProblem();
  const [kept, setKept] = useState<string | null>(null);
  if (card === null) {
    return (
      <section className="desk samp">
        <p className="q sm" style={{ display: 'grid', placeItems: 'center' }}>
          {t('upload.noScan')}
        </p>
      </section>
    );
  }
  const [flag] = card.flags;
  const verdict =
    card.error !== null ? problem(card.error.code) : flag === undefined ? null : t(`flag.${flag}`);
  return (
    <section className="desk samp" aria-label={t('upload.lastScan')}>
      <div className="samp-view">
        <div className="samp-head sm">
          <span className="q">{t('upload.lastScan')}</span>
          <span className="mono cut">{card.filename}</span>
          {card.width !== null && card.height !== null && (
            <span className="q num nw only-wide">
              {format.number(card.width)} × {format.number(card.height)}
            </span>
          )}
          {card.inspectedAt === null && card.error === null && (
            <span className="q nw">{t('upload.inspecting')}</span>
          )}
        </div>
        <Viewer batch={batch} filename={card.filename} made={card.inspectedAt !== null} />
      </div>
      {verdict !== null && kept !== card.cardId && (
        <div className="verdict" role="status">
          <TriangleAlert className="i warn-i" aria-hidden />
          <span className="grow">{verdict}</span>
          {onRemove !== null && (
            <span className="row">
              <button type="button" className="btn sml on-sheet" onClick={() => setKept(card.cardId)}>
                {t('upload.keep')}
              </button>
              <button type="button" className="btn sml on-sheet" onClick={() => void onRemove(card)}>
                <Trash2 className="i" aria-hidden />
                {t('upload.removeIt')}
              </button>
            </span>
          )}
        </div>
      )}
    </section>
  );
}
