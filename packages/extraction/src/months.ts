import { CONFUSED, weightedDistance } from './confusions.ts';
import { lettersOf } from './likeness.ts';

/** Months as they are written on cards: German with old forms, English, French, Norwegian, Latin (also in the genitive). */
const NAMES: readonly string[] = [
  'januar jaenner jänner jenner january janvier ianuarius januarius ianuarii januarii',
  'februar feber february février februarius februarii hornung',
  'märz maerz märtz mertz march mars martius martii',
  'april aprill avril aprilis',
  'mai may mey maius maii',
  'juni junij june juin iunius junius iunii junii',
  'juli julij july juillet iulius julius iulii julii',
  'august augst août aout augustus augusti',
  'september septembre septembris',
  'oktober october octobre octobris',
  'november novembre novembris',
  'dezember december décembre desember decembris',
];
const SHORT: readonly string[] = [
  'jan jän janv jann ian',
  'feb febr fév févr',
  'mär mrz mar märz mart',
  'apr avr',
  'mai',
  'jun iun',
  'jul juil iul',
  'aug',
  'sep sept 7ber 7bris',
  'okt oct 8ber 8bris',
  'nov 9ber 9bris',
  'dez dec déc des 10ber 10bris xber xbris',
];
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

const split = (rows: readonly string[]) =>
  rows.flatMap((row, i) => row.split(' ').map((name) => ({ month: i + 1, name: lettersOf(name).plain })));
const LONG = split(NAMES);
const BRIEF = split(SHORT);
const EXACT = new Map([...BRIEF, ...LONG].map(({ name, month }) => [name, month]));

/** The month, 1 to 12, that a word names; a misread name counts while it can be only one month; null otherwise. */
export function monthOf(word: string): number | null {
  const letters = lettersOf(word).plain;
  const exact = EXACT.get(letters);
  if (exact !== undefined) return exact;
  if (letters.length < 3 || letters.length > 12) return null;
  let best: number | null = null;
  let least = Infinity;
  for (const { month, name } of letters.length === 3 ? BRIEF : LONG) {
    // In short names one letter makes another month, June and July: only what is commonly confused.
    const distance = weightedDistance(letters, name, most(name.length));
    if (distance === null || distance > least) continue;
    best = distance < least || best === month ? month : null;
    least = distance;
  }
  return best;
}

/** Of a name so long. */
const most = (length: number): number => (length < 4 ? CONFUSED : length < 6 ? 2 * CONFUSED : 1);

/** The month of a roman numeral, I to XII; null otherwise. */
export function romanMonth(numeral: string): number | null {
  const at = ROMAN.indexOf(numeral.toLowerCase());
  return at === -1 ? null : at + 1;
}
