import { useState } from 'react';

const NONE: ReadonlySet<number> = new Set();

/**
 * The cards that were opened since the rows were chosen. They stay in the list although the filter lets them go once they
 * are mended: nothing vanishes under someone's hands, and the way back to a card that was closed too soon is short.
 */
export function useOpened(choice: string, open: number): ReadonlySet<number> {
  const [opened, setOpened] = useState<{ choice: string; places: ReadonlySet<number> }>({
    choice,
    places: NONE,
  });
  const places = opened.choice === choice ? opened.places : NONE;
  if (open === 0 || places.has(open)) return places;
  const next = new Set([...places, open]);
  setOpened({ choice, places: next });
  return next;
}
