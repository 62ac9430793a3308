import { createContext, useContext, useSyncExternalStore } from 'react';

import type { Line, Live } from './socket.ts';

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive outside of LiveContext');
  return live;
}

export function useLine(): Line {
  const live = useLive();
  return useSyncExternalStore(live.onLine, live.line);
}
