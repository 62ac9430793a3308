/**
 * Why one card cannot be read. Stable: stored with the card and shown to curators through the client's own words.
 * None of these is cured by trying again with the same bytes.
 */
export type CardErrorCode =
  | 'image_truncated'
  | 'image_corrupt'
  | 'image_too_large'
  | 'image_timeout'
  | 'unsupported_type'
  | 'page_missing'
  | 'ocr_timeout'
  | 'ocr_failed';

/** A fault of the card itself: it fails alone, with this code, and is never retried by itself. */
export class CardError extends Error {
  readonly code: CardErrorCode;

  constructor(code: CardErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CardError';
    this.code = code;
  }
}
