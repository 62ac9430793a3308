import { BATCH_SORTS } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import type { HistoryFilter } from '../api/batches.ts';
import { SearchBox } from '../parts/search-box.tsx';

interface ToolsProps {
  filter: HistoryFilter;
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

export function HistoryTools({ filter, stations, onChange }: ToolsProps) {
  const { t } = useTranslation();
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
      {(stations.length > 0 || filter.station !== '') && (
        <span className="field-in">
          <select
            aria-label={t('history.station')}
            value={filter.station}
            onChange={(event) => onChange({ station: event.target.value })}
          >
            <option value="">{t('history.allStations')}</option>
            {stations.map((station) => (
              <option key={station} value={station}>
                {station}
              </option>
            ))}
          </select>
        </span>
      )}
    </div>
  );
}
