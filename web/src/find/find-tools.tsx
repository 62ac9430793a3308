import { FIND_STATES, type SearchHit } from '@cardmill/contracts';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { FindFilter } from '../api/search.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { StationChoice } from '../parts/station-choice.tsx';

interface FindToolsProps {
  filter: FindFilter;
  hits: readonly SearchHit[];
  onChange: (part: Partial<FindFilter>) => void;
  onDown: () => void;
}

/** The one search field, and what the search is kept to. */
export function FindTools({ filter, hits, onChange, onDown }: FindToolsProps) {
  const { t } = useTranslation();
  const batch = hits.find((hit) => hit.batch.name === filter.batch)?.batch.title ?? filter.batch;
  return (
    <div
      className="tools find-box"
      role="search"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        onDown();
      }}
    >
      <SearchBox
        label={t('find.label')}
        hint={t('find.hint')}
        value={filter.q}
        onChange={(q) => onChange({ q })}
      />
      <span className="field-in">
        <select
          aria-label={t('find.state')}
          value={filter.state}
          onChange={(event) =>
            onChange({ state: FIND_STATES.find((one) => one === event.target.value) ?? '' })
          }
        >
          <option value="">{t('find.allStates')}</option>
          {FIND_STATES.map((state) => (
            <option key={state} value={state}>
              {t(`find.states.${state}`)}
            </option>
          ))}
        </select>
      </span>
      <StationChoice
        listed={hits.map((hit) => hit.batch.station)}
        value={filter.station}
        onChange={(station) => onChange({ station })}
      />
      {filter.batch !== '' && (
        <button type="button" className="btn sml find-chip" onClick={() => onChange({ batch: '' })}>
          <span className="cut">{t('find.inBatch', { title: batch })}</span>
          <X className="i" aria-label={t('find.allBatches')} />
        </button>
      )}
    </div>
  );
}
