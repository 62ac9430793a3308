import type { Box } from '../viewer/geometry.ts';
import { cutOf } from './cut.ts';

/** Height of a line of the card in the cut, in pixels of the screen. */
const LINE_PX = 26;

interface LineCutProps {
  url: string;
  words: readonly Box[];
  unsure: readonly Box[];
}

/**
 * The words of a field cut out of the image, right above its value: the eyes need not travel. Nothing where there are no
 * words on the image, and nothing where they would be too small to read: then the image itself shows more.
 */
export function LineCut({ url, words, unsure }: LineCutProps) {
  const cut = cutOf(words, unsure);
  if (cut === null) return null;
  const { view, line } = cut;
  // As large as is pleasant to read, however few words there are, and no wider than what is cut.
  const height = (LINE_PX * view.height) / line;
  return (
    <svg
      className="line-cut"
      style={{ maxHeight: height, maxWidth: (height * view.width) / view.height }}
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
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
