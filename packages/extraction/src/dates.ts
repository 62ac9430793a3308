import { monthOf, romanMonth } from './months.ts';

/** What a value says as a date. */
export interface DateReading {
  /** A date of some sort: also one without a year, with two figures for it, or a span of years. */
  readonly date: boolean;
  /** ISO 8601, as precise as it is written, when exactly one date is meant for certain. */
  readonly normalised?: string;
}

interface Part {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

const DAY = String.raw`(\d{1,2})(?:\.|st|nd|rd|th|er|re|ten|ter|te|de|º|°)?`;
const WORD = String.raw`((?:[789X]|10)b(?:er|ris)|\p{L}[\p{L}1|!0]{2,11})\.?`;
const GAP = String.raw`[\s.,]{0,3}`;
/** No comma between a day and its month: `Amendment 12, Juli 1942`. */
const NEAR = String.raw`[\s.]{0,3}`;
const YEAR = String.raw`(1\d{3}|2[01]\d{2})(?!\d)`;
const START = String.raw`(?<![\p{L}\d])`;

/** The ways of writing a date that name a whole one, the surest first; `read` gets the groups. */
const FORMS: readonly {
  pattern: RegExp;
  read: (a: string, b: string, c: string) => Part | null | undefined;
}[] = [
  form(`${YEAR}[-./ ]{1,2}(\\d{1,2})[-./ ]{1,2}(\\d{1,2})(?!\\d)`, (y, m, d) => numeric(y, m, d)),
  form(`${DAY}${NEAR}(?:de |di |of |den )?${WORD}${GAP}(?:de |of )?${YEAR}`, (d, m, y) =>
    named(y, monthOf(m), d),
  ),
  form(`${WORD}${GAP}${DAY}[\\s,.]{1,3}${YEAR}`, (m, d, y) => named(y, monthOf(m), d)),
  form(`${DAY}[-./\\s]{1,3}([IVX]{1,4})[-./\\s]{1,3}${YEAR}`, (d, m, y) => named(y, romanMonth(m), d)),
  form(`(\\d{1,2})[.\\s-]{1,3}(\\d{1,2})[.\\s-]{1,3}${YEAR}`, (d, m, y) => dayFirst(y, m, d)),
  form(`(\\d{1,2})/(\\d{1,2})/${YEAR}`, (a, b, y) => slashed(y, a, b)),
  form(`${WORD}${GAP}(?:de |of )?()${YEAR}`, (m, _, y) => named(y, monthOf(m))),
  form(`([IVX]{1,4})[-./\\s]{1,2}()${YEAR}`, (m, _, y) => named(y, romanMonth(m))),
  form(`(\\d{1,2})[/.]\\s?()${YEAR}`, (m, _, y) => numeric(y, m)),
  form(`${YEAR}-()(\\d{2})(?![\\d-])`, (y, _, m) => (Number(m) <= 12 ? numeric(y, m) : undefined)),
];

/** Nothing but a year of which the first figure cannot be: print of 1500 to 1999 has a 1 there, whose foot or flag is read for more. */
const MISREAD_YEAR = /^[^\p{L}\p{Sc}\d]*[2-9]([5-9]\d\d)[^\p{L}\p{Sc}\d]*$/u;

/** A date that its writer was not sure of, or that is only a bound. */
const VAGUE =
  /(?<![\p{L}\d])(?:ca|circa|um|gegen|etwa|wohl|vor|nach|seit|bis|about|before|after|vers|avant|après|før|etter|omkring)(?![\p{L}\d])|\d\s?\]?\s?\?/iu;
/** Years without a fourth date beside it that make a span: `1941/42`, `1920-1922`. */
const SPAN = /\d{4}\s?[/–—-]\s?\d{1,4}(?!\d)/u;
const CENTURY = /\d{1,2}\.?\s?(?:jh|jahrh|cent|siècle|árh|saec)/iu;
/** Day, month and two figures of a year, or a day and a month. */
const SHORT_FORMS = [
  /(?<!\d)(\d{1,2})[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}['’]?\d{2}(?!\d)/u,
  /(?<!\d)(\d{1,2})[-./ ]{1,2}[IVX]{1,4}[-./ ]{1,2}(?:['’]?\d{2})?(?!\d)/u,
  /(?<!\d)(\d{1,2})\.?\s?(\p{L}{3,12})\.?\s?(?:['’]?\d{2})?(?!\d)/u,
  /(\p{L}{3,12})\.?\s?['’]?\d{1,2}(?!\d)/u,
];

/**
 * Reads a date as cards write it: `18. Nov. 1941`, `November 18, 1941`, `18 novembre 1941`, `18.XI.1941`, `18.11.1941`,
 * `Jänner 1941`, `1941`. Letters that stand for figures (`l8. Il. 194I`) count as figures. Where the year has two figures, where
 * there are several dates, a span, or a word like `ca.`, it is a date, and which one stays open; so does
 * `3/4/1941`, which is in March or in April, of which only the year is certain. `3887` is no date, but a misread one.
 */
export function readDate(value: string): DateReading {
  const misread = MISREAD_YEAR.exec(value)?.[1];
  if (misread !== undefined) return { date: false, normalised: `1${misread}` };
  let rest = withFigures(value.slice(0, 1_000));
  const found = new Set<string>();
  for (const { pattern, read } of FORMS) {
    let impossible = false;
    rest = rest.replaceAll(pattern, (whole: string, ...[a, b, c]: unknown[]) => {
      const part = read(String(a), String(b), String(c));
      // Not one of this form: another one may fit.
      if (part === undefined) return whole;
      if (part === null) impossible = true;
      else found.add(isoOf(part));
      return ' '.repeat(whole.length);
    });
    if (impossible) return { date: false };
  }
  const span = SPAN.test(rest);
  for (const [, year = ''] of rest.matchAll(/(?<![\p{L}\d])(1\d{3}|2[01]\d{2})(?!\d)/gu)) found.add(year);
  if (found.size > 0) {
    const [only] = found;
    return found.size > 1 || span || VAGUE.test(value) || only === undefined
      ? { date: true }
      : { date: true, normalised: only };
  }
  return { date: CENTURY.test(rest) || SHORT_FORMS.some((short) => isShort(short.exec(rest))) };
}

function isShort(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const parts = match.slice(1);
  return parts.every((part) =>
    /^\d/.test(part) ? Number(part) >= 1 && Number(part) <= 31 : monthOf(part) !== null,
  );
}

function form(source: string, read: (a: string, b: string, c: string) => Part | null | undefined) {
  return { pattern: new RegExp(START + source, 'gu'), read };
}

/** Figures for the letters that are read in their place, in groups that hold a figure or cannot be a word; 5 for a dollar behind one. */
function withFigures(text: string): string {
  return text
    .replaceAll(/(?<=\d)\$/g, '5')
    .replaceAll(/(?<![\p{L}\d])[\dlIiOo|!]+(?![\p{L}\d])/gu, (group) =>
      /\d/.test(group) || /^[lIO]*l[lIO]*$/.test(group)
        ? group.replaceAll(/[lIi|!]/g, '1').replaceAll(/[Oo]/g, '0')
        : group,
    );
}

/** A date with the month in words or as a roman numeral; undefined when that was no month. */
const named = (year: string, month: number | null, day?: string): Part | null | undefined =>
  month === null ? undefined : numeric(year, String(month), day);

/** Null for a day that is not in the calendar. */
function numeric(year: string, month: string, day?: string): Part | null {
  const [y, m, d] = [Number(year), Number(month), day === undefined ? undefined : Number(day)];
  if (m < 1 || m > 12) return null;
  if (d === undefined) return { year: y, month: m };
  return d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate() ? null : { year: y, month: m, day: d };
}

/** Dotted dates begin with the day, in every country that writes them so; `11.18.1941` can be meant only one way. */
const dayFirst = (year: string, month: string, day: string): Part | null =>
  numeric(year, month, day) ?? numeric(year, day, month);

/** Slashes stand between day and month in Europe and between month and day in America. */
function slashed(year: string, a: string, b: string): Part | null {
  const [european, american] = [numeric(year, b, a), numeric(year, a, b)];
  if (european !== null && american !== null && a !== b) return { year: Number(year) };
  return european ?? american;
}

function isoOf({ year, month, day }: Part): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return [
    String(year),
    ...(month === undefined ? [] : [two(month)]),
    ...(day === undefined ? [] : [two(day)]),
  ].join('-');
}
