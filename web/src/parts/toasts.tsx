import { Check, Undo2 } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';

/** What a message offers to take back while it stays. */
export interface Undo {
  readonly label: string;
  readonly onUndo: () => void;
  /** It is not taken back: its time is over, another message came, or whoever said it ended it. Called once. */
  readonly onEnd: () => void;
}
/** A message as long as it stays; both do nothing after that. */
export interface Said {
  readonly end: () => void;
  readonly takeBack: () => void;
}
/** Says something that passes. */
export type Say = (text: string, undo?: Undo) => Said;

const NOBODY: Said = { end: () => undefined, takeBack: () => undefined };
const ToastContext = createContext<Say>(() => NOBODY);
export const useToast = (): Say => useContext(ToastContext);

const STAYS_MS = 6_000;

interface Message {
  readonly id: number;
  readonly text: string;
  readonly undo: Undo | undefined;
}

/** A message that passes: something went well, and may be taken back. Errors are never toasts. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Message | null>(null);
  const here = useRef<Message | null>(null);
  const leave = useCallback((said: Message, taken: boolean) => {
    if (here.current !== said) return;
    here.current = null;
    setToast(null);
    if (taken) said.undo?.onUndo();
    else said.undo?.onEnd();
  }, []);
  const count = useRef(0);
  const say = useCallback<Say>(
    (text, undo) => {
      if (here.current !== null) leave(here.current, false);
      count.current += 1;
      const said = { id: count.current, text, undo };
      here.current = said;
      setToast(said);
      return { end: () => leave(said, false), takeBack: () => leave(said, true) };
    },
    [leave],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status">
        {toast !== null && (
          <Toast
            key={toast.id}
            said={toast}
            onEnd={() => leave(toast, false)}
            onUndo={() => leave(toast, true)}
          />
        )}
      </div>
    </ToastContext>
  );
}

/** Its time stands still while the pointer or the focus rests on it. */
function Toast({ said, onEnd, onUndo }: { said: Message; onEnd: () => void; onUndo: () => void }) {
  const [held, setHeld] = useState(false);
  const left = useRef(STAYS_MS);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (held) return;
    const from = performance.now();
    const timer = setTimeout(() => end.current(), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= performance.now() - from;
    };
  }, [held]);
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Check className="i" aria-hidden />
      <span className="grow">{said.text}</span>
      {said.undo !== undefined && (
        <button type="button" className="btn sml" onClick={onUndo}>
          <Undo2 className="i" aria-hidden />
          {said.undo.label}
        </button>
      )}
    </div>
  );
}
