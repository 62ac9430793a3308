import type { Size } from '../../viewer/geometry.ts';
import type { Frame } from './frame.ts';

/** A zone's box as it is laid over the card. */
export const boxOf = ({ middle, width, height, angle }: Frame) => ({
  left: middle.x - width / 2,
  top: middle.y - height / 2,
  width,
  height,
  transform: `rotate(${angle}deg)`,
});

/** Share of the card at its left edge where a zone's name has no room beside the zone. */
const AT_EDGE = 0.14;
export const sideOf = ({ middle, width }: Frame, image: Size): string =>
  middle.x - width / 2 < image.width * AT_EDGE ? 'edge' : 'beside';
