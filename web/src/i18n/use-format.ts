import { useTranslation } from 'react-i18next';

/** Numbers and times as the chosen language writes them. */
export function useFormat() {
  const { i18n } = useTranslation();
  return formatOf(i18n.language === 'de' ? 'de-DE' : 'en-GB');
}

/** One for each language: making one takes a millisecond, and every row of a list asks for it. */
const formats = new Map<string, Format>();
function formatOf(locale: string): Format {
  const known = formats.get(locale) ?? createFormat(locale);
  formats.set(locale, known);
  return known;
}

export type Format = ReturnType<typeof createFormat>;

export function createFormat(locale: string) {
  const whole = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
  const dayAndYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const size = (unit: string) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      maximumFractionDigits: unit === 'gigabyte' ? 1 : 0,
    });
  const sizes = { kilobyte: size('kilobyte'), megabyte: size('megabyte'), gigabyte: size('gigabyte') };
  return {
    /** Of a file or of many: kB, MB or GB, never a figure that nobody can read. */
    bytes: (bytes: number): string => {
      const [unit, per] =
        bytes < 999_500
          ? (['kilobyte', 1_000] as const)
          : bytes < 999_500_000
            ? (['megabyte', 1_000_000] as const)
            : (['gigabyte', 1_000_000_000] as const);
      const figure = bytes > 0 && bytes < 1_000 ? 1 : bytes / per;
      return sizes[unit].format(figure).replace(' ', '\u00A0');
    },
    number: (value: number) => whole.format(value),
    /** The figure and its sign apart, for the one large percent. @param percent 0 to 100 */
    percentParts: (percent: number): { figure: string; sign: string } => {
      const parts = share.formatToParts(percent / 100);
      const of = (type: Intl.NumberFormatPartTypes): string =>
        parts.find((part) => part.type === type)?.value ?? '';
      return { figure: of('integer'), sign: of('percentSign') };
    },
    /** @param percent 0 to 100 */
    percent: (percent: number) => share.format(percent / 100),
    seconds: (ms: number) => `${tenths.format(ms / 1000)}\u00A0s`,
    clock: (iso: string) => clock.format(new Date(iso)),
    day: (date: Date, now: Date) =>
      (date.getFullYear() === now.getFullYear() ? day : dayAndYear).format(date),
    dateAndClock: (date: Date) => `${dayAndYear.format(date)}, ${clock.format(date)}`,
    collator: new Intl.Collator(locale, { numeric: true }),
  };
}
