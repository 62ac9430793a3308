import type { Field } from '@cardmill/contracts';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

import { useOnChange } from '../parts/use-on-change.ts';
import { asFilter, asSort, type Chosen } from './view.ts';

/** Typing goes into the address when it pauses: browsers take only so many changes of it a minute. */
const PAUSE_MS = 250;
/** What is so unless the address says otherwise, and is then left out of it. */
const USUAL: ReadonlySet<string> = new Set(['', 'all', 'position']);

/**
 * What a person looks at: filter, search, order and the opened card. It lives in the address, so a reload, the way back
 * and a shared link show the same rows.
 */
export function useChosen(fields: readonly Field[]) {
  const [search, setSearch] = useSearchParams();
  const written = search.get('q') ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Another address than the one typed towards, e.g. by the way back, counts.
  useOnChange(written, () => {
    if (timer.current === undefined) setTyped(null);
  });

  const write = (part: Record<string, string>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) {
          if (USUAL.has(value)) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const settle = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const chosen: Chosen = {
    filter: asFilter(search.get('filter')),
    q: typed ?? written,
    sort: asSort(search.get('sort'), fields),
  };
  const open = Number(search.get('card') ?? 0);

  return {
    chosen,
    /** Position of the opened card; 0: none. */
    open: Number.isInteger(open) ? open : 0,
    /** Another choice closes the opened card: it need not be among the rows any more. */
    choose: ({ q, ...part }: Partial<Chosen>): void => {
      settle();
      if (q === undefined) {
        write({ ...part, q: chosen.q, card: '' });
        return;
      }
      setTyped(q);
      const put = (): void => {
        timer.current = undefined;
        write({ ...part, q, card: '' });
      };
      if (q === '') put();
      else timer.current = setTimeout(put, PAUSE_MS);
    },
    openCard: (position: number): void => write({ card: position === 0 ? '' : String(position) }),
  };
}
