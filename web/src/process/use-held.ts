import { useCallback, useEffect, useRef, useState } from 'react';

/** The latest value, replaced at most every `ms`, and not at all while it is held. */
export const useHeld = <T>(value: T, ms: number, hold: boolean): T => useHolding(value, ms, hold).shown;

/** As `useHeld`; `release` shows the latest value now, also while it is held. */
export function useHolding<T>(value: T, ms: number, hold: boolean): { shown: T; release: () => void } {
  const [shown, setShown] = useState<{ value: T }>({ value });
  const since = useRef(0);
  useEffect(() => {
    if (hold || Object.is(shown.value, value)) return;
    const show = (): void => {
      since.current = Date.now();
      setShown({ value });
    };
    const timer = setTimeout(show, Math.max(0, since.current + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [value, shown, ms, hold]);
  const release = useCallback(() => setShown({ value }), [value]);
  return { shown: shown.value, release };
}
