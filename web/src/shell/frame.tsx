import { ArrowLeft, ArrowRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';

interface FrameProps {
  title: string;
  children: ReactNode;
  className?: string;
  footer?: ReactNode;
}

/** The part of the page between header and footer. It takes the focus when it comes, so that reading starts there. */
export function Frame({ title, children, className = '', footer }: FrameProps) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · Cardmill`;
  }, [title]);
  useEffect(() => main.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <main ref={main} id="content" tabIndex={-1} className={`main ${className}`}>
        {children}
      </main>
      {footer !== undefined && <footer className="foot">{footer}</footer>}
    </>
  );
}

export function Back({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link className="btn ghost" to={to}>
      <ArrowLeft className="i" aria-hidden />
      {children}
    </Link>
  );
}

/** The one primary button of a page. With `onClick` it decides itself where to go, and says what is missing. */
export function Next({
  to,
  onClick,
  busy,
  children,
}: {
  to?: string;
  onClick?: () => void;
  busy?: ReactNode;
  children: ReactNode;
}) {
  if (to !== undefined) {
    return (
      <Link className="btn primary" to={to}>
        {children}
        <ArrowRight className="i" aria-hidden />
      </Link>
    );
  }
  return (
    <button type="button" className="btn primary" onClick={onClick} aria-busy={busy !== undefined}>
      {busy ?? children}
      <ArrowRight className="i" aria-hidden />
    </button>
  );
}

export function Truth({ children }: { children: ReactNode }) {
  return <span className="truth">{children}</span>;
}
