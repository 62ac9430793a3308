import type { Word } from '@cardmill/contracts';

import type { ImageSize } from './image-size.ts';

/** Lines that fall more steeply are none: a scan is turned by a quarter before its skew is measured. */
const STEEPEST = 30;

type Box = Pick<Word, 'x' | 'y' | 'width' | 'height'>;

/**
 * Boxes as they lie when the image is turned about its middle until its lines are level: on a card of 900 px that lay askew
 * by 5 degrees the end of a line stands 78 px below its beginning, on the next but one. Each is the box that stood askew
 * within the upright one around it. In pixels of the image given, which nothing is cut from or added to.
 */
export function levelled<T extends Box>(boxes: readonly T[], size: ImageSize | undefined): readonly T[] {
  const degrees = size?.angle ?? 0;
  // Not a number either.
  if (size === undefined || degrees === 0 || !(Math.abs(degrees) <= STEEPEST)) return boxes;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return boxes.map((box) => {
    const x = box.x + box.width / 2 - size.width / 2;
    const y = box.y + box.height / 2 - size.height / 2;
    const width = unfolded(box.width, box.height, cos, Math.abs(sin));
    const height = unfolded(box.height, box.width, cos, Math.abs(sin));
    return {
      ...box,
      x: x * cos + y * sin + size.width / 2 - width / 2,
      y: y * cos - x * sin + size.height / 2 - height / 2,
      width,
      height,
    };
  });
}

/** A side of the box within; an endpoint's boxes may be any, and none is left without a place. */
const unfolded = (along: number, across: number, cos: number, sin: number): number =>
  Math.max(1, (along * cos - across * sin) / (cos * cos - sin * sin));
