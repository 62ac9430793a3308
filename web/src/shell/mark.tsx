export function Mark() {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true">
      <path
        d="M4.5 2.5h13M3 5.5h16"
        stroke="var(--ink)"
        strokeWidth="1.5"
        strokeLinecap="round"
        opacity=".45"
      />
      <rect x="1.5" y="8.25" width="19" height="12" rx="1.75" fill="var(--ink)" />
      <circle cx="11" cy="16.6" r="1.65" fill="var(--paper)" />
    </svg>
  );
}
