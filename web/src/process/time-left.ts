import type { BatchProgress } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useHeld } from './use-held.ts';

/** Cards before a time is named: the first few say little. */
const ENOUGH_CARDS = 20;
/** A time that jumps is worse than one a little old. */
const HOLD_MS = 10_000;

/** Seconds as people say them; minutes are rounded up, so that the promise is kept. */
export function roundedTime(
  seconds: number,
): { unit: 'seconds' } | { unit: 'minutes' | 'hours'; count: number } {
  if (seconds < 60) return { unit: 'seconds' };
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100
    ? { unit: 'minutes', count: minutes }
    : { unit: 'hours', count: Math.ceil(minutes / 60) };
}

/** Says seconds as “about 11 min”. */
export function useSaidTime(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const time = roundedTime(seconds);
    return time.unit === 'seconds' ? t('time.seconds') : t(`time.${time.unit}`, { count: time.count });
  };
}

/** “about 11 min”, or null while nothing can be said. Changes at most every ten seconds. */
export function useTimeLeft(progress: BatchProgress): string | null {
  const saidTime = useSaidTime();
  const { etaSeconds, status, current } = progress;
  const known = etaSeconds !== null && status === 'running' && current >= ENOUGH_CARDS;
  const seconds = useHeld(known ? etaSeconds : null, HOLD_MS, false);
  return known && seconds !== null ? saidTime(seconds) : null;
}
