import type { Batch } from '@cardmill/contracts';
import { ChevronDown, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { exportUrl } from '../api/urls.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Menu } from '../parts/menu.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { asSort, type Chosen, type Filter, FILTERS, leadFields, SORTS } from './view.ts';

interface ToolsProps {
  batch: Batch;
  chosen: Chosen;
  counts: Record<Filter, number>;
  onChange: (part: Partial<Chosen>) => void;
}

const SORT_WORDS = {
  position: 'results.sortPosition',
  name: 'results.sortName',
  confidence: 'results.sortConfidence',
  recent: 'results.sortRecent',
  time: 'results.sortTime',
  state: 'results.sortState',
} as const;

/** Search, filter with counts, sort, export; and the head of the rows, which stays in view. */
export function ResultsTools({ batch, chosen, counts, onChange }: ToolsProps) {
  const { t } = useTranslation();
  const leads = leadFields(batch.fields);
  return (
    <div className="res-head">
      <div className="res-tools res-cap">
        <SearchBox
          label={t('results.search')}
          hint={t('results.searchIn', { count: counts.all })}
          value={chosen.q}
          onChange={(q) => onChange({ q })}
        />
        <span className="grow only-wide" />
        <Legend />
        <span className="field-in sorts">
          <select
            aria-label={t('results.sort')}
            value={chosen.sort}
            onChange={(event) => onChange({ sort: asSort(event.target.value, batch.fields) })}
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(SORT_WORDS[sort])}
              </option>
            ))}
            {batch.fields.map((field) => (
              <option key={field.key} value={`field:${field.key}`}>
                {t('results.sortField', { field: field.label })}
              </option>
            ))}
          </select>
        </span>
        <Menu
          label={t('results.export')}
          className="btn"
          items={[
            { key: 'csv', label: t('results.csv'), href: exportUrl(batch.name, 'csv') },
            {
              key: 'normalised',
              label: t('results.csvNormalised'),
              href: `${exportUrl(batch.name, 'csv')}&normalised=true`,
            },
            { key: 'json', label: t('results.json'), href: exportUrl(batch.name, 'json') },
          ]}
        >
          <Download className="i" aria-hidden />
          {t('results.export')}
          <ChevronDown className="i" aria-hidden />
        </Menu>
        <FilterBar chosen={chosen.filter} counts={counts} onChange={onChange} />
      </div>
      <div className="rr head res-cap" aria-hidden>
        <span>{t('results.number')}</span>
        <span>{t('results.card')}</span>
        {leads.length === 0 ? (
          <span style={{ gridColumn: '3 / 6' }} className="head-text">
            {t('results.text')}
          </span>
        ) : (
          [0, 1, 2].map((place) => (
            <span key={place} className={['cut', 'cut l2', 'cut l3'][place]}>
              {leads[place]?.label ?? ''}
            </span>
          ))
        )}
        <span className="head-state">{t('results.state')}</span>
        <span className="conf">{t('results.confidence')}</span>
      </div>
    </div>
  );
}

interface FilterProps {
  chosen: Filter;
  counts: Record<Filter, number>;
  onChange: (part: Partial<Chosen>) => void;
}

function FilterBar({ chosen, counts, onChange }: FilterProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="filters">
      <div className="seg" role="group" aria-label={t('results.filter')}>
        {FILTERS.map((filter) => (
          <button
            key={filter}
            type="button"
            aria-pressed={chosen === filter}
            title={filter === 'all' ? undefined : t(`results.${filter}Say`)}
            onClick={() => onChange({ filter })}
          >
            {t(`results.${filter}`)} <span className="num q">{format.number(counts[filter])}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** Who wrote what, told by the type it is set in. */
function Legend() {
  const { t } = useTranslation();
  return (
    <span className="sm only-wide row" style={{ gap: 12 }}>
      <span>
        <span className="v">Abc</span> <span className="q">{t('results.machine')}</span>
      </span>
      <span>
        <span className="v p">Abc</span> <span className="q">{t('results.person')}</span>
      </span>
    </span>
  );
}
