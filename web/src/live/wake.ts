import type { Live } from './socket.ts';

/** What a browser tells when its line comes or goes, or when a page is taken out of its memory. */
const TOLD = ['online', 'offline', 'pageshow'] as const;
/** How often the clock is looked at, and the step that it cannot have made by itself. */
const TICK_MS = 5_000;
const ASLEEP_MS = 20_000;

/**
 * Has the line looked at whenever it may have gone unnoticed: a socket that slept through a lost line is believed for most
 * of a minute otherwise. `offline` alone says nothing: a Cardmill on this very machine is reached without any network.
 */
export function checkOnWaking(live: Pick<Live, 'check'>): () => void {
  const check = (): void => live.check();
  const look = (): void => {
    if (document.visibilityState === 'visible') live.check();
  };
  let last = Date.now();
  // A computer that wakes with the page in view tells nobody; only its clock has jumped.
  const timer = setInterval(() => {
    const slept = Date.now() - last > ASLEEP_MS;
    last = Date.now();
    if (slept) look();
  }, TICK_MS);
  for (const told of TOLD) addEventListener(told, check);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    for (const told of TOLD) removeEventListener(told, check);
    document.removeEventListener('visibilitychange', look);
  };
}
