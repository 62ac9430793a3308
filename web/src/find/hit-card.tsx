import type { SearchHit } from '@cardmill/contracts';
import { ChevronLeft, ChevronRight, ClipboardCheck, Table2, X } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useOnChange } from '../parts/use-on-change.ts';
import { Viewer } from '../viewer/viewer.tsx';
import { Marked } from './marked.tsx';

interface HitCardProps {
  hit: SearchHit;
  before: SearchHit | undefined;
  after: SearchHit | undefined;
  /** The address that shows this batch's hits only. */
  inBatch: string | null;
  onTurn: (card: string) => void;
  onClose: () => void;
}

/** An opened hit: the card with its words lit and in view, and the ways to where it lies. */
export function HitCard({ hit, before, after, inBatch, onTurn, onClose }: HitCardProps) {
  const { t } = useTranslation();
  const { batch, position, boxes, cardId } = hit;
  const lit = useMemo(() => ({ words: boxes.map((_, place) => place), unsure: [] }), [boxes]);
  const pane = useRef<HTMLElement>(null);
  // The focus comes along when the card was opened, and stays in the list when the arrows there turn it.
  useOnChange(cardId, () => {
    if (document.activeElement?.getAttribute('data-hit') !== cardId || innerWidth < 1_024)
      pane.current?.focus({ preventScroll: true });
  });
  const turn = (to: SearchHit | undefined, label: string, Icon: typeof ChevronLeft) => (
    <button
      type="button"
      className="btn ghost sml icon"
      aria-label={label}
      title={label}
      aria-disabled={to === undefined}
      onClick={() => {
        if (to !== undefined) onTurn(to.cardId);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
  return (
    <section
      ref={pane}
      className="find-card"
      tabIndex={-1}
      aria-label={t('find.card', { position, title: batch.title })}
    >
      <header className="find-head">
        <div className="grow">
          <h2 className="h-part cut">{batch.title}</h2>
          <div className="sm q cut">{t('find.place', { position, name: hit.filename })}</div>
        </div>
        {turn(before, t('find.before'), ChevronLeft)}
        {turn(after, t('find.after'), ChevronRight)}
        <button
          type="button"
          className="btn ghost sml icon"
          aria-label={t('find.close')}
          title={t('find.close')}
          onClick={onClose}
        >
          <X className="i" aria-hidden />
        </button>
      </header>
      <div className="find-stage">
        <Viewer batch={batch.name} filename={hit.filename} take={hit.seq} words={boxes} lit={lit} follow />
      </div>
      <footer className="find-foot">
        {hit.fields.length > 0 && (
          <dl className="find-fields">
            {hit.fields.map((field) => (
              <div key={field.key}>
                <dt className="sm q">{field.label}</dt>
                <dd>
                  <Marked className={field.edited ? 'v p' : 'v'} parts={field.parts} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        <div className="row find-ways">
          {hit.status !== 'failed' && (
            <Link className="btn sml" to={`/batches/${batch.name}/verify?card=${position}&queue=all`}>
              <ClipboardCheck className="i" aria-hidden />
              {t('find.verify')}
            </Link>
          )}
          <Link className="btn sml" to={`/batches/${batch.name}/results?card=${position}`}>
            <Table2 className="i" aria-hidden />
            {t('find.results')}
          </Link>
          {inBatch !== null && (
            <Link className="btn ghost sml" to={inBatch}>
              {t('find.onlyBatch')}
            </Link>
          )}
        </div>
      </footer>
    </section>
  );
}
