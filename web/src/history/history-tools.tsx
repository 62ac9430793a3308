import { BATCH_SORTS, BATCH_STATUSES, type BatchCounts } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import type { HistoryFilter } from '../api/batches.ts';
import { useFormat } from '../i18n/use-format.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { StationChoice } from '../parts/station-choice.tsx';

interface ToolsProps {
  filter: HistoryFilter;
  /** Absent until they are there. */
  counts: BatchCounts | undefined;
  /** Of the batches that are listed. */
  stations: readonly string[];
  onChange: (part: Partial<HistoryFilter>) => void;
}

const STATES = [
  { status: '', word: 'history.all' },
  { status: 'queued,running', word: 'history.reading' },
  { status: 'draft', word: 'status.draft' },
  { status: 'completed', word: 'status.completed' },
  { status: 'failed', word: 'status.failed' },
  { status: 'cancelled', word: 'status.cancelled' },
] as const;

/** Of one status, of several with a comma between them, or of all. */
const countOf = (counts: BatchCounts, status: string): number =>
  BATCH_STATUSES.filter((one) => status === '' || status.split(',').includes(one)).reduce(
    (sum, one) => sum + counts[one],
    0,
  );

export function HistoryTools({ filter, counts, stations, onChange }: ToolsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="tools">
      <SearchBox
        label={t('history.search')}
        hint={t('history.searchHint')}
        value={filter.q}
        onChange={(q) => onChange({ q })}
      />
      <div className="seg" role="group" aria-label={t('history.filterStatus')}>
        {STATES.map(({ status, word }) => (
          <button
            key={status}
            type="button"
            aria-pressed={filter.status === status}
            onClick={() => onChange({ status })}
          >
            {t(word)}
            {counts !== undefined && (
              <>
                {' '}
                <span className="num q">{format.number(countOf(counts, status))}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <span className="grow" />
      <span className="field-in">
        <select
          aria-label={t('history.sort')}
          value={filter.sort}
          onChange={(event) =>
            onChange({ sort: BATCH_SORTS.find((one) => one === event.target.value) ?? 'newest' })
          }
        >
          {BATCH_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(`history.sorts.${sort}`)}
            </option>
          ))}
        </select>
      </span>
      <StationChoice listed={stations} value={filter.station} onChange={(station) => onChange({ station })} />
    </div>
  );
}
