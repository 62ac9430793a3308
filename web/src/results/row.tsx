import type { Field, ResultRow } from '@cardmill/contracts';
import type { TFunction } from 'i18next';
import { memo, type MouseEvent, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../i18n/use-fault.ts';
import type { Format } from '../i18n/use-format.ts';
import { type CardMark, CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { factsOf } from './card-facts.ts';
import { CardTools } from './card-tools.tsx';
import { hasReading } from './check.ts';
import type { ResultsStore } from './results-store.ts';
import { RowValues } from './row-values.tsx';

/** What a row says first: what a person did weighs more than what the machine thinks. */
export function markOf(row: ResultRow): CardMark {
  if (row.status !== 'succeeded') return row.status;
  const { verified, check, edited } = factsOf(row);
  return verified ? 'verified' : check ? 'check' : edited ? 'edited' : 'succeeded';
}

export interface RowWords {
  readonly t: TFunction;
  readonly format: Format;
}

interface RowProps {
  batch: string;
  fields: readonly Field[];
  row: ResultRow;
  /** It is being read again; what it shows is from before. */
  again: boolean;
  store: ResultsStore;
  refresh: () => Promise<void>;
  /** The language, looked up once for all rows. */
  words: RowWords;
  onOpen: (position: number) => void;
}

/**
 * Drawn anew only when the card is another one: scrolling moves rows, it does not draw them. A row that comes into the list
 * has its number at once and the rest as soon as there is time for it, so that a drawer flies by without a jolt (a screen of
 * new rows in each frame took 104 ms).
 */
export const Row = memo(function Row({ batch, fields, row, again, store, refresh, words, onOpen }: RowProps) {
  const { t, format } = words;
  const whole = useDeferredValue(true, false);
  // The whole row is the click area; its button is for the keyboard. Marking text to copy it opens nothing.
  const onClick = (event: MouseEvent): void => {
    const onPart = event.target instanceof Element && event.target.closest('button, a, input') !== null;
    if (!onPart && getSelection()?.isCollapsed !== false) onOpen(row.position);
  };
  return (
    <div className="rr body" onClick={onClick}>
      <span className="no num q">
        <button
          type="button"
          data-position={row.position}
          aria-label={t('results.openCard', { number: row.position })}
          aria-expanded={false}
          onClick={() => onOpen(row.position)}
        >
          {format.number(row.position)}
        </button>
      </span>
      {whole && (
        <RowParts
          batch={batch}
          fields={fields}
          row={row}
          again={again}
          store={store}
          refresh={refresh}
          words={words}
        />
      )}
    </div>
  );
});

/** What a row says beside its number. */
function RowParts({
  batch,
  fields,
  row,
  again,
  store,
  refresh,
  words: { t, format },
}: Omit<RowProps, 'onOpen'>) {
  return (
    <>
      <span className="pic">
        <Thumb batch={batch} filename={row.filename} width={104} take={row.seq} />
      </span>
      {hasReading(row) ? (
        <RowValues fields={fields} row={row} t={t} />
      ) : (
        <NotRead batch={batch} row={row} again={again} store={store} refresh={refresh} />
      )}
      <div className="state">
        <CardStateMark mark={again ? 'queued' : markOf(row)} />
        <div className="mono xs q cut" style={{ marginTop: 3, paddingLeft: 22 }} title={row.filename}>
          {row.filename}
        </div>
      </div>
      <div className="conf num q sm">
        {row.confidence === null ? '–' : format.percent(row.confidence)}
        {row.durationMs !== null && <div className="xs q3">{format.seconds(row.durationMs)}</div>}
      </div>
    </>
  );
}

interface NotReadProps extends Pick<RowProps, 'batch' | 'row' | 'again' | 'store' | 'refresh'> {}

/** The reason in the place of the values, with what can be done about it. */
function NotRead({ batch, row, again, store, refresh }: NotReadProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const code = row.error?.code;
  const why = code === undefined ? t('results.cancelled') : problem(code);
  return (
    <div className="wide" style={{ gridRow: '1 / 3' }}>
      <p role={again ? 'status' : undefined}>{again ? t('results.againNow') : why}</p>
      {row.status === 'failed' && (
        <CardTools batch={batch} row={row} again={again} store={store} refresh={refresh} />
      )}
    </div>
  );
}
