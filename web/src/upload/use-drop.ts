import { useEffect, useRef, useState } from 'react';

import { fromDrop, type Pick } from './pick-files.ts';

export type OnFiles = (pick: Pick) => void;

/** Takes files dropped anywhere on the page. @returns true while something hovers. */
export function useDrop(onFiles: OnFiles, enabled = true): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
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
      if (!enabled || event.dataTransfer === null) return;
      fromDrop(event.dataTransfer).then(
        (pick) => latest.current(pick),
        // A folder that cannot be read gives nothing; the drop area is still there for another try.
        () => undefined,
      );
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [enabled]);
  return over && enabled;
}
