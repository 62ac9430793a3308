import { useEffect, useRef, useState } from 'react';

/** The latest value, replaced at most every `ms`, and not at all while it is held. */
export function useHeld<T>(value: T, ms: number, hold: boolean): T {
  const [shown, setShown] = useState(value);
  const since = useRef(0);
  useEffect(() => {
    if (hold || Object.is(shown, value)) return;
    const show = (): void => {
      since.current = Date.now();
      setShown(value);
    };
    const timer = setTimeout(show, Math.max(0, since.current + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [value, shown, ms, hold]);
  return shown;
}
