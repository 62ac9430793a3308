import { useEffect, useRef, useState } from 'react';

/** Waits between tries: a derivative is made within seconds; after the last one the image counts as not there. */
const WAITS_MS = [700, 1_500, 3_000, 6_000, 12_000, 24_000, 60_000];

/** Counts tries for something that may not be there yet. */
export function useAgain() {
  const [tries, setTries] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    tries,
    over: tries > WAITS_MS.length,
    later: (): void => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setTries((before) => before + 1), WAITS_MS[tries] ?? 0);
    },
  };
}
