import { useTranslation } from 'react-i18next';

interface StationChoiceProps {
  stations: readonly string[];
  /** Empty: all of them. */
  value: string;
  onChange: (station: string) => void;
}

/** Which station's batches a list is kept to; nothing where there is none to choose. */
export function StationChoice({ stations, value, onChange }: StationChoiceProps) {
  const { t } = useTranslation();
  if (stations.length === 0 && value === '') return null;
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
