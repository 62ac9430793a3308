import { useState } from 'react';
import { z } from 'zod';

import { keep, readKept } from '../theme/kept.ts';

const KEY = 'cardmill.kept-scans';
/** The oldest are forgotten: a scan of weeks ago is asked about again at worst. */
const REMEMBERED = 500;
const Kept = z.array(z.string());

/** Flagged scans that somebody has looked at and wants as they are; remembered in this browser. */
export function useKept(): [ReadonlySet<string>, (cardId: string) => void] {
  const [kept, setKept] = useState(read);
  return [
    kept,
    (cardId) => {
      const now = [...kept, cardId].slice(-REMEMBERED);
      keep(KEY, JSON.stringify(now));
      setKept(new Set(now));
    },
  ];
}

function read(): ReadonlySet<string> {
  try {
    return new Set(Kept.parse(JSON.parse(readKept(KEY) ?? '[]')));
  } catch {
    return new Set();
  }
}
