import { RE2JS } from 're2js';

/** A field's pattern, ready to search with. */
export interface CompiledPattern {
  /** It begins with `(?s)`: its dots run over line breaks, so it speaks of the whole text and not of a line. */
  readonly ofWhole: boolean;
  /**
   * The first group that took part in the first match, or the whole match when none did; null without a match.
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
  let re: RE2JS;
  try {
    re = RE2JS.compile(source);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  return {
    ok: true,
    pattern: {
      ofWhole: source.startsWith('(?s)'),
      find(text, atStart = false) {
        const matcher = re.matcher(text.slice(0, MAX_SUBJECT));
        if (!(atStart ? matcher.lookingAt() : matcher.find())) return null;
        let group = Math.min(1, re.groupCount());
        while (group > 0 && matcher.group(group) === null) group = (group + 1) % (re.groupCount() + 1);
        return { value: matcher.group(group) ?? '', start: matcher.start(group), end: matcher.end(group) };
      },
    },
  };
}
