import type { SearchPart } from '@cardmill/contracts';

/** A text with what was found in it under the lamp. */
export function Marked({ parts, className = 'v' }: { parts: readonly SearchPart[]; className?: string }) {
  return (
    <span className={className}>
      {parts.map(({ text, hit }, at) =>
        // Pieces of one text have no id, and never change places.
        // oxlint-disable-next-line react/no-array-index-key
        hit ? <mark key={at}>{text}</mark> : text,
      )}
    </span>
  );
}
