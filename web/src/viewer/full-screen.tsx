import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

/**
 * A layer as large as the screen, above everything, also above rows that are moved by a transform. The browser's own full
 * screen is asked for as well; one that refuses (a phone) leaves the layer as large as its window.
 */
export function FullScreen({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  // In the layout: closed before it leaves the page, it gives the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (!dialog.open) dialog.showModal();
    let filled = false;
    let closed = false;
    const leave = (): void => {
      // Where there is no full screen at all there is no element either, not even null.
      if (document.fullscreenElement instanceof Element) document.exitFullscreen().catch(() => undefined);
    };
    const fill = async (): Promise<void> => {
      await document.documentElement.requestFullscreen();
      filled = true;
      if (closed) leave();
    };
    // Refused, or not there at all: the layer is there either way.
    fill().catch(() => undefined);
    // Esc is taken by the browser while it fills the screen; leaving it is leaving the layer.
    const onChange = (): void => {
      if (filled && document.fullscreenElement === null) close.current();
    };
    document.addEventListener('fullscreenchange', onChange);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      closed = true;
      leave();
      dialog.close();
    };
  }, []);
  return createPortal(
    <dialog
      ref={ref}
      className="full-screen"
      aria-label={label}
      // What is typed here is not for the page below.
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>,
    document.body,
  );
}
