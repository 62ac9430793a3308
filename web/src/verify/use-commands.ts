import { useEffect, useRef } from 'react';

import { type Command, commandOf, type Place } from './keys.ts';

/** Listens on the whole page: after a click on the image or a change of card the keys still work. @param act false: the key is the browser's */
export function useCommands(editing: boolean, act: (command: Command) => boolean): void {
  const latest = useRef({ editing, act });
  useEffect(() => {
    latest.current = { editing, act };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // A dialog or a menu in front has the keys.
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('dialog[open], [role=menu]') !== null) return;
      const command = commandOf(event, placeOf(event.target, latest.current.editing));
      if (command === null || !latest.current.act(command)) return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function placeOf(target: EventTarget | null, editing: boolean): Place {
  if (target instanceof HTMLTextAreaElement) return editing ? 'text' : 'page';
  if (target instanceof Element && target.closest('button, a, input, select, [role=slider]') !== null)
    return 'control';
  return 'page';
}
