/** The image that the words' boxes are in, in pixels; without it there are no zones, and lines are taken as level. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  /** Degrees by which the lines of text fall to the right in it; absent: level. */
  readonly angle?: number;
}
