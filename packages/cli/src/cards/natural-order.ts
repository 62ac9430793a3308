const collator = new Intl.Collator('de', { numeric: true });

/**
 * Compares paths as people count: card 2 before card 10, folder by folder. The same on every machine:
 * it depends neither on the system's language nor on how the disk lists files.
 */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [one = '', other = ''] = [left[index], right[index]];
    const order = collator.compare(one, other);
    if (order !== 0) return order;
  }
  if (left.length !== right.length) return left.length - right.length;
  // Equal to the collator, such as 1 and 01: any order, but always the same.
  return a < b ? -1 : a > b ? 1 : 0;
}
