import { around, type Box } from '../viewer/geometry.ts';

/** Height of a line of the card in the cut, in pixels of the screen. */
const LINE_PX = 26;

interface LineCutProps {
  url: string;
  words: readonly Box[];
  unsure: readonly Box[];
}

/** The words of a field cut out of the image, right above its value: the eyes need not travel. */
export function LineCut({ url, words, unsure }: LineCutProps) {
  const all = around(words);
  if (all === null) return null;
  const line = Math.max(...words.map((word) => word.height));
  const pad = Math.max(4, line * 0.3);
  const view = [all.x - pad, all.y - pad, all.width + 2 * pad, all.height + 2 * pad];
  // As large as is pleasant to read, however few words there are.
  const tall = Math.min(132, (LINE_PX * (all.height + 2 * pad)) / line);
  return (
    <svg
      className="line-cut"
      style={{ maxHeight: tall }}
      viewBox={view.join(' ')}
      preserveAspectRatio="xMinYMid meet"
      aria-hidden
    >
      <image href={url} />
      {unsure.map((box) => (
        <rect
          key={`${box.x} ${box.y}`}
          x={box.x - 2}
          y={box.y - 2}
          width={box.width + 4}
          height={box.height + 4}
        />
      ))}
    </svg>
  );
}
