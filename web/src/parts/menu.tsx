import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** A link instead of an action, e.g. a download. */
  readonly href?: string;
  readonly onPick?: () => void;
}

interface MenuProps {
  label: string;
  className: string;
  items: readonly MenuItem[];
  children: ReactNode;
}

/** A button that opens a list of actions; arrows move, Esc and a click elsewhere close. */
export function Menu({ label, className, items, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const close = (): void => {
    setOpen(false);
    button?.focus();
  };
  return (
    <>
      <button
        ref={setButton}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && button !== null && (
        <Items label={label} anchor={button} items={items} onClose={close} onAway={() => setOpen(false)} />
      )}
    </>
  );
}

interface ItemsProps {
  label: string;
  anchor: HTMLElement;
  items: readonly MenuItem[];
  onClose: () => void;
  onAway: () => void;
}

function Items({ label, anchor, items, onClose, onAway }: ItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  const entries = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];

  useLayoutEffect(() => {
    const box = list.current;
    if (box === null) return;
    // Below the button and inside the window; above it when there is no room.
    const at = anchor.getBoundingClientRect();
    const below = at.bottom + 4 + box.offsetHeight <= innerHeight;
    box.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - 4 - box.offsetHeight)}px`;
    box.style.left = `${Math.max(8, Math.min(at.right - box.offsetWidth, innerWidth - box.offsetWidth - 8))}px`;
    // Without scrolling: a scroll of the page closes the menu.
    box.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  }, [anchor]);

  useEffect(() => {
    const away = (event: Event): void => {
      if (
        event.target instanceof Node &&
        !list.current?.contains(event.target) &&
        !anchor.contains(event.target)
      )
        onAway();
    };
    document.addEventListener('pointerdown', away);
    // The end of a scroll that came before the click moves nothing any more and closes nothing.
    const { top } = anchor.getBoundingClientRect();
    const onScroll = (): void => {
      if (Math.abs(anchor.getBoundingClientRect().top - top) > 2) onAway();
    };
    addEventListener('scroll', onScroll, true);
    addEventListener('resize', onAway);
    return () => {
      document.removeEventListener('pointerdown', away);
      removeEventListener('scroll', onScroll, true);
      removeEventListener('resize', onAway);
    };
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries();
    const here = all.findIndex((entry) => entry === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) all[(here + step + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createPortal(
    <div ref={list} className="menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item) =>
        item.href === undefined ? (
          <button
            key={item.key}
            type="button"
            role="menuitem"
            className={item.danger === true ? 'danger' : ''}
            onClick={() => {
              onClose();
              item.onPick?.();
            }}
          >
            {item.icon}
            {item.label}
          </button>
        ) : (
          <a key={item.key} role="menuitem" href={item.href} download onClick={onClose}>
            {item.icon}
            {item.label}
          </a>
        ),
      )}
    </div>,
    document.body,
  );
}
