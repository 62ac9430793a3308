import { RotateCcw, Trash2, TriangleAlert, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Viewer } from '../viewer/viewer.tsx';
import { takeOf } from './row-parts.tsx';

interface LastScanProps {
  batch: string;
  card: CardEntry | null;
  /** True when the person picked this one from the list. */
  chosen: boolean;
  /** Flagged scans that nobody has looked at yet, this one among them. */
  open: number;
  kept: boolean;
  onKeep: (card: CardEntry) => void;
  /** Back from a picked one to the last. */
  onLast: () => void;
  onRemove: ((card: CardEntry) => Promise<void>) | null;
  onReplace: (card: CardEntry, file: File) => void;
  /** The name of the card whose new scan is being sent. */
  replacing: string | null;
}

/** The last scan, large, with its verdict while the card is still in the hand. */
export function LastScan(props: LastScanProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problem = useProblem();
  const { batch, card, chosen, open } = props;
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
    <section className="desk samp" aria-label={chosen ? card.filename : t('upload.lastScan')}>
      <div className="samp-view">
        <div className="scan-head sm">
          {!chosen && (
            <span className="q nw">{verdict === null ? t('upload.lastScan') : t('card.check')}</span>
          )}
          <span className="mono cut">{card.filename}</span>
          {card.width !== null && card.height !== null && (
            <span className="q num nw only-wide">
              {format.number(card.width)} × {format.number(card.height)}
            </span>
          )}
          {card.inspectedAt === null && card.error === null && (
            <span className="q nw">{t('upload.inspecting')}</span>
          )}
          {chosen && (
            <button type="button" className="btn ghost sml scan-last" onClick={props.onLast}>
              <RotateCcw className="i" aria-hidden />
              {open > 0 ? t('upload.toCheck', { count: open }) : t('upload.lastScan')}
            </button>
          )}
        </div>
        <Viewer batch={batch} filename={card.filename} made={card.inspectedAt !== null} take={takeOf(card)} />
      </div>
      {verdict !== null && !props.kept && <Verdict {...props} card={card} text={verdict} />}
    </section>
  );
}

function Verdict(props: LastScanProps & { card: CardEntry; text: string }) {
  const { t } = useTranslation();
  const { card, open, onKeep, onRemove, onReplace } = props;
  const input = useRef<HTMLInputElement>(null);
  const busy = props.replacing === card.filename;
  return (
    <div className="verdict">
      <TriangleAlert className="i warn-i" aria-hidden />
      <span className="grow" role="status">
        {props.text}
        {open > 1 && <span className="q"> {t('upload.moreToCheck', { count: open - 1 })}</span>}
      </span>
      <span className="row wrap">
        {onRemove !== null && (
          <button type="button" className="btn sml on-sheet" onClick={() => onKeep(card)}>
            {t('upload.keep')}
          </button>
        )}
        <button
          type="button"
          className="btn sml on-sheet"
          aria-busy={busy}
          onClick={() => {
            if (!busy) input.current?.click();
          }}
        >
          <Upload className="i" aria-hidden />
          {busy ? t('upload.replacing') : t('upload.replace')}
        </button>
        <input
          ref={input}
          data-testid="replace"
          type="file"
          hidden
          accept="image/*,.tif,.tiff"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) onReplace(card, file);
            currentTarget.value = '';
          }}
        />
        {onRemove !== null && (
          <button type="button" className="btn sml on-sheet" onClick={() => void onRemove(card)}>
            <Trash2 className="i" aria-hidden />
            {t('upload.removeIt')}
          </button>
        )}
      </span>
    </div>
  );
}
