/**
 * A number as a plain decimal (`1234.5`), from German, English, French or Swiss writing and with letters that stand for
 * figures; null when it is not one, or could be two: `1.234` is 1234 in German and 1.234 in English.
 */
export function readNumber(value: string): { readonly number: boolean; readonly normalised?: string } {
  const text = plain(value);
  if (!/^[+-]?\d[\d.,' ]*$/.test(text)) return { number: false };
  const normalised = decimalOf(text.replace(/[.,' ]+$/, ''));
  return normalised === null ? { number: true } : { number: true, normalised };
}

/** One sort of minus, apostrophe and space, figures for the letters read in their place, no dash for missing cents. */
function plain(value: string): string {
  const text = value
    .slice(0, 100)
    .trim()
    .replaceAll(/[−–—]/g, '-')
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/\s/g, ' ')
    .replace(/[.,] ?-+$/, '');
  return /^[+-]?[\dlIoO.,' ]+$/.test(text) && /\d/.test(text)
    ? text.replaceAll(/[lI]/g, '1').replaceAll(/[oO]/g, '0')
    : text;
}

const GROUPED = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/;

function decimalOf(text: string): string | null {
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.replace(/^[+-]/, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const mark = digits.charAt(last);
  const [whole, fraction] = last === -1 ? [digits, ''] : [digits.slice(0, last), digits.slice(last + 1)];
  // A mark that comes once, with another one or none before it, separates the fraction; but three figures behind it may be a group.
  if (last !== -1 && !whole.includes(mark)) {
    if (!/^\d+$/.test(fraction)) return null;
    const plainWhole = wholeOf(whole);
    if (
      plainWhole === null ||
      (fraction.length === 3 && plainWhole === whole && whole.length <= 3 && whole !== '0')
    )
      return null;
    return `${sign}${plainWhole}.${fraction}`;
  }
  const number = wholeOf(digits);
  return number === null ? null : sign + number;
}

/** Figures without their grouping; null when the groups are not of three. */
function wholeOf(text: string): string | null {
  if (/^\d+$/.test(text)) return text;
  return GROUPED.test(text) ? text.replaceAll(/\D/g, '') : null;
}
