import { type Box, cardBox } from './card-edge.ts';
import type { Grey } from './ink.ts';
import type { MeasuredScan } from './measured.ts';
import { straightened } from './straight.ts';

/**
 * The part of a straightened image that is worth reading: the card, and of that where anything is written. Found in the
 * small copy of the scan, which is straightened alike.
 * @param angle that the image was straightened by, in degrees.
 */
export async function partToRead(
  image: Grey,
  { copy, content }: Pick<MeasuredScan, 'copy' | 'content'>,
  angle: number,
): Promise<Box> {
  const small = await straightened(copy, angle);
  const card = cardBox(small);
  const part = content === null ? card : common(card, straightBox(content, copy, small, angle));
  const across = image.width / small.width;
  const down = image.height / small.height;
  return {
    left: Math.floor(part.left * across),
    top: Math.floor(part.top * down),
    right: Math.min(image.width, Math.ceil(part.right * across)),
    bottom: Math.min(image.height, Math.ceil(part.bottom * down)),
  };
}

/** What both hold; the first where that is nothing. */
function common(a: Box, b: Box): Box {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.right, b.right);
  const bottom = Math.min(a.bottom, b.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : a;
}

/** The box around a box whose image was straightened, the canvas growing around the same middle. */
function straightBox(
  { left, top, right, bottom }: Box,
  before: { width: number; height: number },
  after: { width: number; height: number },
  angle: number,
): Box {
  const turn = (-angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corners = [left, right].flatMap((x) =>
    [top, bottom].map((y) => {
      const [dx, dy] = [x - before.width / 2, y - before.height / 2];
      return { x: dx * cos - dy * sin + after.width / 2, y: dx * sin + dy * cos + after.height / 2 };
    }),
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return {
    left: Math.max(0, Math.min(...xs)),
    top: Math.max(0, Math.min(...ys)),
    right: Math.min(after.width, Math.max(...xs)),
    bottom: Math.min(after.height, Math.max(...ys)),
  };
}
