/** What a worker is willing to decode. */
export interface ImageLimits {
  /** Width times height of one page, before any scaling. */
  readonly maxPixels: number;
  /** The access image's longer side, in pixels: larger cards are scaled down to it once, at decoding. */
  readonly maxLongSide: number;
  /** CPU bound of each sharp operation, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * 100 megapixels is the contract's bound. 5,000 px keeps an A5 card at 600 dpi (4,961 px) whole, so the
 * magnifier shows every pixel that the scanner saw; one uncompressed colour copy is then at most 75 MB.
 */
export const DEFAULT_LIMITS: ImageLimits = {
  maxPixels: 100_000_000,
  maxLongSide: 5000,
  timeoutSeconds: 30,
};
