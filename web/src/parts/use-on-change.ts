import { useEffect, useRef } from 'react';

const NOTHING = Symbol('nothing yet');

/** Calls after the first showing and whenever `value` became another one. */
export function useOnChange(value: unknown, call: () => void): void {
  const seen = useRef<unknown>(NOTHING);
  useEffect(() => {
    if (Object.is(seen.current, value)) return;
    seen.current = value;
    call();
  });
}
