import { useCallback, useEffect, useRef, useState } from 'react';

import { fromDrop, type OnFound, type Pick } from './pick-files.ts';

export type OnFiles = (pick: Pick) => void;

/** How files come onto the page. */
export interface Taking {
  /** Something hovers over the page. */
  readonly over: boolean;
  /** Files looked at so far, while a large folder is gone through; else null. */
  readonly found: number | null;
  /** Goes through what a person chose. */
  readonly take: (find: (onFound: OnFound) => Promise<Pick | null>) => Promise<void>;
}

/** Takes files dropped anywhere on the page, and those of buttons. */
export function useDrop(onFiles: OnFiles, enabled = true): Taking {
  const [over, setOver] = useState(false);
  const [found, setFound] = useState<number | null>(null);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  const take = useCallback<Taking['take']>(async (find) => {
    try {
      const pick = await find(setFound);
      if (pick !== null && pick.files.length > 0) latest.current(pick);
    } catch {
      // A folder that cannot be read gives nothing; the drop area is still there for another try.
    } finally {
      setFound(null);
    }
  }, []);
  useEffect(() => {
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!carries(event)) return;
      // Without this the browser would leave the page and show the file.
      event.preventDefault();
      if (enabled) setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(false);
      const { dataTransfer } = event;
      if (enabled && dataTransfer !== null) void take((onFound) => fromDrop(dataTransfer, onFound));
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [enabled, take]);
  return { over: over && enabled, found, take };
}
