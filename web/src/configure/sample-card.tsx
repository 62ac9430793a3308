import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useBatch } from '../batch/batch-context.ts';
import { useCards } from '../upload/use-cards.ts';
import { Viewer } from '../viewer/viewer.tsx';

/** A card of this batch beside its fields, so that nobody chooses fields from memory. */
export function SampleCard() {
  const { t } = useTranslation();
  const { batch } = useBatch();
  const { cards } = useCards(batch.name, batch.fileCount);
  const [at, setAt] = useState(0);
  const place = Math.min(at, Math.max(0, cards.length - 1));
  const card = cards[place];
  if (card === undefined) {
    return (
      <section className="desk samp">
        <p className="q sm" style={{ display: 'grid', placeItems: 'center' }}>
          {t('configure.noSample')}
        </p>
      </section>
    );
  }
  return (
    <section className="desk samp" aria-label={t('configure.sample')}>
      <div className="samp-view">
        <div className="samp-head sm">
          <button
            type="button"
            className="btn ghost sml icon"
            aria-label={t('configure.previous')}
            title={t('configure.previous')}
            onClick={() => setAt((place - 1 + cards.length) % cards.length)}
          >
            <ChevronLeft className="i" aria-hidden />
          </button>
          <span className="num nw">
            {t('configure.sampleOf', { current: place + 1, total: cards.length })}
          </span>
          <button
            type="button"
            className="btn ghost sml icon"
            aria-label={t('configure.nextCard')}
            title={t('configure.nextCard')}
            onClick={() => setAt((place + 1) % cards.length)}
          >
            <ChevronRight className="i" aria-hidden />
          </button>
          <span className="mono q cut">{card.filename}</span>
        </div>
        <Viewer batch={batch.name} filename={card.filename} made={card.inspectedAt !== null} />
      </div>
    </section>
  );
}
