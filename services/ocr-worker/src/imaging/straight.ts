import type { Grey } from './ink.ts';
import { type Raw, rawSharp } from './raw.ts';

/** Where a box lies, in pixels of some image, origin top left. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What was done to an image between the upright scan and the engine, in this order. */
export interface Geometry {
  /** The upright image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Its lines fell to the right by so many degrees and were made level, the canvas growing around the same middle. */
  readonly angle: number;
  /** The straightened image, and where the part of it that was kept begins, both in pixels of the upright one. */
  readonly straight: { readonly width: number; readonly height: number };
  readonly left: number;
  readonly top: number;
  /** Pixels of the engine's image per pixel of the straightened one. */
  readonly scale: number;
}

/** The image turned so that its lines are level; what comes in from outside is as light as its border. */
export async function straightened(grey: Grey, angle: number): Promise<Grey> {
  if (angle === 0) return grey;
  const level = surroundOf(grey);
  const background = { r: level, g: level, b: level };
  return pixelsOf(rawSharp({ ...grey, channels: 1 }).rotate(-angle, { background }));
}

/** A part of the image. */
export function cutOut(grey: Grey, box: { left: number; top: number; right: number; bottom: number }): Grey {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (width === grey.width && height === grey.height) return grey;
  const pixels = new Uint8Array(width * height);
  for (let y = 0, from = box.top * grey.width + box.left; y < height; y++, from += grey.width)
    pixels.set(grey.pixels.subarray(from, from + width), y * width);
  return { pixels, width, height };
}

/** The image made larger or smaller. */
export async function scaledGrey(grey: Grey, scale: number): Promise<Grey> {
  return scale === 1 ? grey : await scaled({ ...grey, channels: 1 }, scale);
}

/** The same of an image that may have colours. */
export async function scaled(image: Raw, scale: number): Promise<Raw> {
  if (scale === 1) return image;
  const smaller = rawSharp(image)
    .resize({ width: Math.round(image.width * scale) })
    .raw();
  const { data, info } = await smaller.toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height, channels: image.channels };
}

/**
 * A box of the engine's image as the upright box around it, in pixels of the upright image and within it: a word that
 * stands askew there needs a higher box than its letters.
 */
export function toUpright(box: Placed, geometry: Geometry): Placed {
  const { width, height, straight, left, top, scale } = geometry;
  const angle = (geometry.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const halfWidth = box.width / scale / 2;
  const halfHeight = box.height / scale / 2;
  const x = box.x / scale + left + halfWidth - straight.width / 2;
  const y = box.y / scale + top + halfHeight - straight.height / 2;
  const middle = { x: x * cos - y * sin + width / 2, y: x * sin + y * cos + height / 2 };
  const reach = {
    x: halfWidth * cos + halfHeight * Math.abs(sin),
    y: halfWidth * Math.abs(sin) + halfHeight * cos,
  };
  const within = (value: number, most: number): number =>
    Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
  const from = { x: within(middle.x - reach.x, width), y: within(middle.y - reach.y, height) };
  const to = { x: within(middle.x + reach.x, width), y: within(middle.y + reach.y, height) };
  return { ...from, width: within(to.x - from.x, width), height: within(to.y - from.y, height) };
}

/** The middle level along the border: what lies around a card goes on beyond the scan. */
function surroundOf({ pixels, width, height }: Grey): number {
  const border: number[] = [];
  for (let x = 0; x < width; x += 4) border.push(pixels[x] ?? 255, pixels[(height - 1) * width + x] ?? 255);
  for (let y = 0; y < height; y += 4)
    border.push(pixels[y * width] ?? 255, pixels[y * width + width - 1] ?? 255);
  return border.sort((one, other) => one - other)[border.length >> 1] ?? 255;
}

async function pixelsOf(image: ReturnType<typeof rawSharp>): Promise<Grey> {
  const { data, info } = await image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}
