import type { Zone } from '@cardmill/contracts';

import type { Box, Point, Size } from '../../viewer/geometry.ts';

/** A zone as it is drawn: pixels of the level card, turned about its middle by degrees clockwise. */
export interface Frame {
  readonly middle: Point;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}
/** A corner: left or right, top or bottom. */
export interface Corner {
  readonly x: -1 | 1;
  readonly y: -1 | 1;
}

/** Shares of the card: nothing smaller can be seen or taken hold of. */
const LEAST = 0.005;
/** Degrees from level within which a zone that is turned by hand becomes level. */
const SNAP = 2;

function turned({ x, y }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}
const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });

/** A place of the image as it lies on the card once that is turned level about its middle. */
export function level(place: Point, degrees: number, { width, height }: Size): Point {
  const middle = { x: width / 2, y: height / 2 };
  return plus(middle, turned(minus(place, middle), -degrees));
}

/** @param origin where the zone is counted from, in pixels of the level card */
export function frameOf(zone: Zone, image: Size, origin: Point): Frame {
  const [width, height] = [zone.width * image.width, zone.height * image.height];
  return {
    middle: {
      x: origin.x + zone.x * image.width + width / 2,
      y: origin.y + zone.y * image.height + height / 2,
    },
    width,
    height,
    angle: zone.angle ?? 0,
  };
}

const exact = (value: number, least: number, most: number): number =>
  Number(Math.max(least, Math.min(most, value)).toFixed(5));

/** As it is kept: shares of the card, inside of it; with an anchor counted from that. */
export function zoneOf(frame: Frame, image: Size, anchor: { text: string; at: Point } | null): Zone {
  const width = exact(frame.width / image.width, LEAST, 1);
  const height = exact(frame.height / image.height, LEAST, 1);
  const origin = anchor?.at ?? { x: 0, y: 0 };
  const x = (frame.middle.x - origin.x) / image.width - width / 2;
  const y = (frame.middle.y - origin.y) / image.height - height / 2;
  const angle = Number(wrapped(frame.angle).toFixed(1));
  return {
    x: anchor === null ? exact(x, 0, 1 - width) : exact(x, -1, 1),
    y: anchor === null ? exact(y, 0, 1 - height) : exact(y, -1, 1),
    width,
    height,
    ...(angle === 0 ? {} : { angle }),
    ...(anchor === null ? {} : { anchor: anchor.text }),
  };
}

/** -180 to 180. */
const wrapped = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

export const drawn = (from: Point, to: Point): Frame => ({
  middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
  width: Math.abs(to.x - from.x),
  height: Math.abs(to.y - from.y),
  angle: 0,
});

/** Where a keyboard begins: a line of text in the middle of the card. */
export const inTheMiddle = ({ width, height }: Size): Frame => ({
  middle: { x: width / 2, y: height / 2 },
  width: width * 0.4,
  height: height * 0.1,
  angle: 0,
});

export const around = ({ x, y, width, height }: Box): Frame => ({
  middle: { x: x + width / 2, y: y + height / 2 },
  width,
  height,
  angle: 0,
});

export const moved = (frame: Frame, by: Point): Frame => ({ ...frame, middle: plus(frame.middle, by) });

/** Larger or smaller at its right and lower edge; the upper left corner stays where it is. */
export function grown(frame: Frame, by: Point): Frame {
  const width = Math.max(1, frame.width + by.x);
  const height = Math.max(1, frame.height + by.y);
  const shift = turned({ x: (width - frame.width) / 2, y: (height - frame.height) / 2 }, frame.angle);
  return { ...frame, width, height, middle: plus(frame.middle, shift) };
}

/** One corner at another place; the corner across from it stays where it is. */
export function cornerAt(frame: Frame, corner: Corner, place: Point): Frame {
  const across = { x: (-corner.x * frame.width) / 2, y: (-corner.y * frame.height) / 2 };
  const fixed = plus(frame.middle, turned(across, frame.angle));
  const sides = turned(minus(place, fixed), -frame.angle);
  return {
    ...frame,
    middle: { x: (place.x + fixed.x) / 2, y: (place.y + fixed.y) / 2 },
    width: Math.max(1, Math.abs(sides.x)),
    height: Math.max(1, Math.abs(sides.y)),
  };
}

export const turnedBy = (frame: Frame, degrees: number): Frame => ({
  ...frame,
  angle: wrapped(frame.angle + degrees),
});

/** Its upper edge towards a place; level when it is nearly so. */
export function turnedTo(frame: Frame, place: Point): Frame {
  const { x, y } = minus(place, frame.middle);
  const angle = wrapped((Math.atan2(y, x) * 180) / Math.PI + 90);
  return { ...frame, angle: Math.abs(angle) < SNAP ? 0 : Math.round(angle * 2) / 2 };
}
