import { RE2JS } from 're2js';

/** A field's pattern, ready to search with. */
export interface CompiledPattern {
  /**
   * The first group of the first match, or the whole match when there is no group; null without a match.
   * @param atStart - only a match that begins with the text counts
   */
  find(
    text: string,
    atStart?: boolean,
  ): { readonly value: string; readonly start: number; readonly end: number } | null;
}

/** A pattern that can be used, or one sentence on why not. */
export type PatternResult =
  | { readonly ok: true; readonly pattern: CompiledPattern }
  | { readonly ok: false; readonly message: string };

/** Longer texts are searched up to here; RE2 needs time in proportion to it. */
const MAX_SUBJECT = 10_000;

/**
 * Compiles RE2 syntax: everything regular, no look-around and no back reference, and never slower than linear
 * (`^(a+)+$` on 29 characters holds the JavaScript engine for 10 s). Call it when a template is saved.
 */
export function compilePattern(source: string): PatternResult {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  return {
    ok: true,
    pattern: {
      find(text, atStart = false) {
        const matcher = compiled.matcher(text.slice(0, MAX_SUBJECT));
        if (!(atStart ? matcher.lookingAt() : matcher.find())) return null;
        const group = compiled.groupCount() > 0 && matcher.group(1) !== null ? 1 : 0;
        return { value: matcher.group(group) ?? '', start: matcher.start(group), end: matcher.end(group) };
      },
    },
  };
}
