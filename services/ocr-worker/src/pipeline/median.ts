/** The value in the middle when all are put in order; 0 of none. One that is far off does not move it, as it would a mean. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
