import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface StationChoiceProps {
  /** Of what is listed now; those listed before can be chosen too, so that a choice takes none of them away. */
  listed: readonly string[];
  /** Empty: all of them. */
  value: string;
  onChange: (station: string) => void;
}

/** Which station's batches a list is kept to; nothing where there is none to choose. */
export function StationChoice({ listed, value, onChange }: StationChoiceProps) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState<readonly string[]>([]);
  const stations = [...new Set([...seen, value, ...listed])].filter((name) => name !== '').toSorted();
  if (stations.length > seen.length) setSeen(stations);
  if (stations.length === 0) return null;
  return (
    <span className="field-in">
      <select
        aria-label={t('history.station')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t('history.allStations')}</option>
        {stations.map((station) => (
          <option key={station} value={station}>
            {station}
          </option>
        ))}
      </select>
    </span>
  );
}
