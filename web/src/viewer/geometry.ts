export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Pixels of the upright access image, origin top left. */
export interface Box extends Point, Size {}

/** The smallest box around all; null around none. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** How far beside a word a click still means it, in its own heights: fine print is hit by no finger exactly. */
const MISS = 0.35;

/** The word at a place; of several the one whose middle is nearest. @returns its place in the list, -1 for none */
export function wordAt(boxes: readonly Box[], at: Point): number {
  let found = -1;
  let nearest = Number.POSITIVE_INFINITY;
  boxes.forEach((box, place) => {
    const slack = box.height * MISS;
    const inside =
      at.x >= box.x - slack &&
      at.x <= box.x + box.width + slack &&
      at.y >= box.y - slack &&
      at.y <= box.y + box.height + slack;
    const apart = Math.hypot(at.x - box.x - box.width / 2, at.y - box.y - box.height / 2);
    if (!inside || apart >= nearest) return;
    found = place;
    nearest = apart;
  });
  return found;
}

/** The word in the next line up (-1) or down (1) that lies nearest; the same place when there is no such line. */
export function wordBeyond(boxes: readonly Box[], from: number, way: -1 | 1): number {
  const here = boxes[from];
  if (here === undefined) return from;
  const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const own = middle(here);
  let found = from;
  let least = Number.POSITIVE_INFINITY;
  boxes.forEach((box, place) => {
    const at = middle(box);
    const down = (at.y - own.y) * way;
    // Words of the same line stand a little up or down.
    if (place === from || down < Math.min(here.height, box.height) * 0.6) return;
    const cost = down * 3 + Math.abs(at.x - own.x);
    if (cost < least) [found, least] = [place, cost];
  });
  return found;
}

/** CSS `matrix()` that lays a layer of `size` over three of its corners: top left, top right, bottom left. */
export function layOver(size: Size, topLeft: Point, topRight: Point, bottomLeft: Point): string {
  const a = (topRight.x - topLeft.x) / size.width;
  const b = (topRight.y - topLeft.y) / size.width;
  const c = (bottomLeft.x - topLeft.x) / size.height;
  const d = (bottomLeft.y - topLeft.y) / size.height;
  return `matrix(${[a, b, c, d, topLeft.x, topLeft.y].map((part) => Number(part.toFixed(5))).join(', ')})`;
}
