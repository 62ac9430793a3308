import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  title: string;
  children?: ReactNode;
  /** Harmless button first: it gets the focus. */
  buttons: ReactNode;
  onClose: () => void;
}

/** The browser's own modal dialog: it keeps the focus inside, and Esc closes it. */
export function Dialog({ title, children, buttons, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // In the layout: closed before it leaves the page, it gives the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dlg"
      aria-labelledby={heading}
      onCancel={(event) => {
        // Esc. Whoever shows the dialog takes it away; a `close` of our own must not count as an answer.
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
      <div className="row" style={{ justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        {buttons}
      </div>
    </dialog>
  );
}

interface QuestionProps {
  title: string;
  text: string;
  /** A verb with its object, never “OK”. */
  doIt: string;
  keepIt: string;
  onDo: () => void;
  onClose: () => void;
}

/** Only for what cannot be undone. */
export function Question({ title, text, doIt, keepIt, onDo, onClose }: QuestionProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {keepIt}
          </button>
          <button
            type="button"
            className="btn final"
            onClick={() => {
              onDo();
              onClose();
            }}
          >
            {doIt}
          </button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
