/** What stands before, in the place of, and after what differs; by whole characters. */
export function differing(read: string, shown: string): { before: string; other: string; after: string } {
  const [a, b] = [Array.from(read), Array.from(shown)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  return {
    before: a.slice(0, head).join(''),
    other: a.slice(head, a.length - tail).join(''),
    after: a.slice(a.length - tail).join(''),
  };
}
