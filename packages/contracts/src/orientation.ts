import { z } from 'zod';

/** Degrees clockwise that a scan, upright by its EXIF tag, is turned by so that its text stands upright. */
export const ORIENTATIONS = [0, 90, 180, 270] as const;
export const Orientation = z.literal(ORIENTATIONS);
export type Orientation = z.infer<typeof Orientation>;
