/** Plain progress, always beside its “X of Y”. */
export function ProgressBar({ percent, label, text }: { percent: number; label: string; text: string }) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
