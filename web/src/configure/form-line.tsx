import type { ReactNode } from 'react';

/** One line of a form: its label, what is chosen, and what that means. */
export function FormLine({
  label,
  htmlFor,
  hint,
  children,
}: {
  label: string;
  /** Absent where what stands there names itself, as a group does. */
  htmlFor?: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <>
      {htmlFor === undefined ? (
        <span className="lb">{label}</span>
      ) : (
        <label className="lb" htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div style={{ minWidth: 0 }}>
        {children}
        {hint !== undefined && <p className="hint">{hint}</p>}
      </div>
    </>
  );
}
