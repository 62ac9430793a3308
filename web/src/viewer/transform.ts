/** Where an image lies in its box: `scale` is screen pixels per image pixel, `x` and `y` the image's corner in the box. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** 800 %: the dots of a stamp become visible; beyond it only pixels would grow. */
export const MAX_SCALE = 8;

/** As large as the box allows, never enlarged past 1:1, in the middle. */
export function fit(image: Size, box: Size): View {
  const scale = Math.min(box.width / image.width, box.height / image.height, 1);
  return hold({ scale, x: 0, y: 0 }, image, box);
}

/** Another scale; what lies under `at` stays under it. */
export function zoomTo(view: View, scale: number, at: Point, image: Size, box: Size): View {
  const smallest = Math.min(fit(image, box).scale, 1);
  const next = Math.min(MAX_SCALE, Math.max(smallest, scale));
  const factor = next / view.scale;
  return hold(
    { scale: next, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor },
    image,
    box,
  );
}

export const moveBy = (view: View, dx: number, dy: number, image: Size, box: Size): View =>
  hold({ scale: view.scale, x: view.x + dx, y: view.y + dy }, image, box);

/** An image larger than its box covers it; a smaller one lies in the middle. */
function hold(view: View, image: Size, box: Size): View {
  return {
    scale: view.scale,
    x: along(view.x, image.width * view.scale, box.width),
    y: along(view.y, image.height * view.scale, box.height),
  };
}

const along = (at: number, length: number, room: number): number =>
  length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at));
