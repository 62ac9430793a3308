import type { UploadItem } from './items.ts';

/** Names told with each file; a form field holds 10,000 bytes, which is twelve of the longest. */
const REACH = 12;

export interface Place {
  /** Names of the files that come next in the drawer. */
  readonly before: readonly string[];
  /** The last file that the names cover; beyond it nobody may be on the server before this one is. */
  readonly reach: number;
}

/**
 * Where a file belongs, said by those that come after it. The server puts it in front of the first that is there, so
 * files sent side by side stand in the order given as long as no file overtakes another by more than the names reach.
 * One that is there already bounds it by itself: it stands in front of all that come later.
 */
export function placeOf(items: readonly UploadItem[], id: number): Place {
  const before: string[] = [];
  let last = id;
  let bounded = false;
  for (let next = id + 1; before.length < REACH; next += 1) {
    const item = items[next];
    if (item === undefined) break;
    last = next;
    if (item.state === 'left' || item.code === 'unsupported_type') continue;
    before.push(item.file.name);
    bounded ||= item.cardId !== null;
  }
  return { before, reach: bounded ? Infinity : last };
}

/** True when a file may go out beside those that are on their way. */
export function mayBegin(
  id: number,
  place: Place,
  onTheWay: ReadonlyMap<number, Pick<Place, 'reach'>>,
): boolean {
  for (const [other, { reach }] of onTheWay) {
    if (other < id ? id > reach : other > place.reach) return false;
  }
  return true;
}
