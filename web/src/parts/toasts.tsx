import { Check } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const ToastContext = createContext<(text: string) => void>(() => undefined);
export const useToast = () => useContext(ToastContext);

const STAYS_MS = 6_000;

/** A message that passes: something went well. Errors are never toasts. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<{ id: number; text: string } | null>(null);
  const say = useCallback((text: string) => setToast({ id: Date.now(), text }), []);
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status">
        {toast !== null && <Toast key={toast.id} text={toast.text} onEnd={() => setToast(null)} />}
      </div>
    </ToastContext>
  );
}

function Toast({ text, onEnd }: { text: string; onEnd: () => void }) {
  // The timer lives in CSS: it pauses while the pointer rests on it.
  return (
    <div
      className="toast"
      style={{ animation: `toast-stay ${STAYS_MS}ms linear forwards` }}
      onAnimationEnd={onEnd}
    >
      <Check className="i" aria-hidden />
      {text}
    </div>
  );
}
