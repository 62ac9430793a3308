export { extractFields, type ImageSize } from './extract.ts';
export { compilePattern, type CompiledPattern, type PatternResult } from './pattern.ts';
