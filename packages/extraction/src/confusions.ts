/** What a letter costs that recognisers take for another one as a rule: four of them weigh like one wrong letter. */
export const CONFUSED = 0.25;

/** Letters and digits that look alike to a recogniser; any two of a group are taken for each other. */
const ALIKE = ['l1i', 'o0', 'ce', 'b8', 's5', 'z2', 'g9', 'un'];
/** Two characters that are taken for one and the other way round: ü without its dots is u, ß is written ss. */
const PAIRS: Readonly<Record<string, string>> = { rn: 'm', ii: 'u', vv: 'w', cl: 'd', ss: 'b', li: 'h' };

const GROUP = new Map(ALIKE.flatMap((group) => group.split('').map((letter) => [letter, group.charAt(0)])));
const PAIR = new Map(Object.entries(PAIRS));

/** The group's first letter stands for all of it: equal skeletons differ by nothing but common confusions. */
export function skeletonOf(letters: string): string {
  const paired = letters.replaceAll(/rn|ii|vv|cl|ss|li/g, (pair) => PAIR.get(pair) ?? pair);
  let skeleton = '';
  for (const letter of paired) skeleton += GROUP.get(letter) ?? letter;
  return skeleton;
}

/** By character code: the group's number from 1, 0 for what is in none. */
const GROUP_OF = new Uint8Array(128);
for (const [i, group] of ALIKE.entries()) for (const letter of group) GROUP_OF[letter.charCodeAt(0)] = i + 1;

/**
 * How many letters of `a` are wrong for it to be `b`, where a common confusion counts a quarter and a digit is never
 * taken for another digit, nor left out: `1941` is not a misread `1947`. Null above the limit.
 */
export function weightedDistance(a: string, b: string, limit: number): number | null {
  // Each letter too many costs 1, but for a confusion of two letters for one, of which short texts have few.
  const most = Math.ceil(limit) + 2;
  if (Math.abs(a.length - b.length) > most) return null;
  const pairsOfA = pairsIn(a);
  const pairsOfB = pairsIn(b);
  const size = b.length + 1;
  let before = new Float64Array(size).fill(Infinity);
  let row = new Float64Array(size).fill(Infinity);
  let next = new Float64Array(size).fill(Infinity);
  row[0] = 0;
  for (let j = 1; j <= Math.min(most, b.length); j += 1)
    row[j] = (row[j - 1] ?? Infinity) + indel(b.charCodeAt(j - 1));
  let reached = 0;
  for (let i = 1; i <= a.length; i += 1) {
    const letter = a.charCodeAt(i - 1);
    const pair = pairsOfA[i] ?? 0;
    // Only a band beside the diagonal can stay below the limit.
    const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
    next[from - 1] = from === 1 ? (row[0] ?? Infinity) + indel(letter) : Infinity;
    let least = next[from - 1] ?? Infinity;
    for (let j = from; j <= to; j += 1) {
      const other = b.charCodeAt(j - 1);
      let cost = (row[j - 1] ?? Infinity) + substitution(letter, other);
      cost = Math.min(cost, (row[j] ?? Infinity) + indel(letter), (next[j - 1] ?? Infinity) + indel(other));
      if (pair === other) cost = Math.min(cost, (before[j - 1] ?? Infinity) + CONFUSED);
      if (pairsOfB[j] === letter && j > 1) cost = Math.min(cost, (row[j - 2] ?? Infinity) + CONFUSED);
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (to < b.length) next[to + 1] = Infinity;
    // The row before may still lead over by a pair.
    if (least > limit && reached > limit) return null;
    reached = least;
    [before, row, next] = [row, next, before];
  }
  const distance = row[b.length] ?? Infinity;
  return distance <= limit ? distance : null;
}

/** At each place the code of the letter that the two letters before it are taken for; 0 for none. */
function pairsIn(text: string): Uint8Array | readonly number[] {
  let found: Uint8Array | undefined;
  for (const { index, 0: pair } of text.matchAll(/rn|ii|vv|cl|ss|li/g)) {
    found ??= new Uint8Array(text.length + 1);
    found[index + 2] = PAIR.get(pair)?.charCodeAt(0) ?? 0;
  }
  return found ?? NO_PAIRS;
}
const NO_PAIRS: readonly number[] = [];

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const indel = (code: number): number => (isDigit(code) ? Infinity : 1);

function substitution(a: number, b: number): number {
  if (a === b) return 0;
  if (isDigit(a) && isDigit(b)) return Infinity;
  const group = GROUP_OF[a] ?? 0;
  return group !== 0 && group === GROUP_OF[b] ? CONFUSED : 1;
}
