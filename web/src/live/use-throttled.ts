import { useCallback, useEffect, useRef } from 'react';

/** Calls at once, then at most every `ms`; the last call always comes through. */
export function useThrottled(call: () => void, ms: number): () => void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wanted = useRef(false);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    if (timer.current !== undefined) {
      wanted.current = true;
      return;
    }
    const run = (): void => {
      wanted.current = false;
      latest.current();
      timer.current = setTimeout(() => {
        timer.current = undefined;
        if (wanted.current) run();
      }, ms);
    };
    run();
  }, [ms]);
}
