/** Most cards that are tried at once: so many are still looked at one by one. */
export const MOST_TRIED = 10;
/** As many to begin with: a first answer comes soon. */
export const TRIED_FIRST = 5;

/** So many of a list, evenly over all of it, the first and the last among them. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const places = Array.from({ length: count }, (_, i) =>
    Math.round((i * (all.length - 1)) / Math.max(1, count - 1)),
  );
  return all.filter((_, place) => places.includes(place));
}
