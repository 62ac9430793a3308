import { type Given, newItem, type UploadItem } from './items.ts';
import { goesOn, type Past, recall } from './past.ts';
import { byTypeOnly } from './pick-files.ts';

/** The list so far. */
interface ListEnd {
  readonly length: number;
  readonly round: number;
}

/**
 * Files as they come onto the list. When they take up what was left unsent before a reload, those that are cards already
 * are not sent again; for all others the server says what it has.
 * @param stored cards that are on the server now
 */
export function takeIn(
  given: readonly Given[],
  { length, round }: ListEnd,
  past: Past,
  stored: ReadonlySet<string>,
): UploadItem[] {
  const going = goesOn(past, given);
  return given.map((one, n) => {
    const fresh = newItem(length + n, one, round);
    const known = going ? recall(past, one, stored) : null;
    if (known !== null) {
      // On the list for the order's sake; it counts in no round.
      const state = known.outcome === 'left' ? 'left' : 'accepted';
      return { ...fresh, state, cardId: known.cardId, round: 0 };
    }
    if (byTypeOnly(one.file)) return { ...fresh, state: 'rejected', code: 'unsupported_type' };
    // What had arrived when the page was left comes back as sent before; that is no news to anybody.
    return { ...fresh, unsure: going };
  });
}
