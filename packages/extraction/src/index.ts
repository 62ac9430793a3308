export { createExtractor, extractFields, type Extractor } from './extract.ts';
export { joinLetterSpaced, type SpacedWord } from './letter-spaced.ts';
export { compilePattern, type CompiledPattern, type PatternResult } from './pattern.ts';
export type { ExtractionOptions } from './template.ts';
export type { ImageSize } from './image-size.ts';
export { type Anchors, placesOfAnchors } from './zone.ts';
