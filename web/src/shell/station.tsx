import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../parts/dialog.tsx';
import { keep, readKept } from '../theme/kept.ts';

const KEY = 'cardmill.station';
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const read = (): string => readKept(KEY) ?? '';

/** The name of this workplace, kept in this browser; new batches carry it. */
export function useStation(): [string, (name: string) => void] {
  const station = useSyncExternalStore(subscribe, read);
  return [
    station,
    (name) => {
      keep(KEY, name);
      for (const listener of listeners) listener();
    },
  ];
}

export function StationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [station, setStation] = useStation();
  const [name, setName] = useState(station);
  const save = (): void => {
    setStation(name.trim());
    onClose();
  };
  return (
    <Dialog
      title={t('nav.stationName')}
      onClose={onClose}
      buttons={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t('nav.cancel')}
          </button>
          <button type="button" className="btn primary" onClick={save}>
            {t('nav.save')}
          </button>
        </>
      }
    >
      <p style={{ marginBottom: 12 }}>{t('nav.stationHint')}</p>
      <label className="field-in" style={{ display: 'flex', marginBottom: 20 }}>
        <input
          aria-label={t('nav.stationName')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
          }}
        />
      </label>
    </Dialog>
  );
}
