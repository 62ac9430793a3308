import type { CardEntry } from '../api/files.ts';
import type { UploadItem } from './items.ts';

/** What of the list is wanted. */
export type Show = 'all' | 'open' | 'cards' | 'check' | 'rejected' | 'here';

export type ListRow =
  | { readonly kind: 'item'; readonly key: string; readonly item: UploadItem }
  | { readonly kind: 'card'; readonly key: string; readonly card: CardEntry };

/** A scan that a person should look at while the card is still in the hand. */
export const needsLook = (card: CardEntry): boolean => card.flags.length > 0 || card.error !== null;

export interface Rows {
  readonly rows: readonly ListRow[];
  readonly counts: Readonly<Record<Show, number>>;
}

/**
 * Files and cards as one list: first what was not taken, then what is on its way, the cards newest first, and what waits.
 * A file that was accepted is shown by its card as soon as that is known.
 */
export function listRows(items: readonly UploadItem[], cards: readonly CardEntry[], show: Show): Rows {
  const known = new Set(cards.map(({ cardId }) => cardId));
  const of: Record<Exclude<UploadItem['state'], 'left'>, ListRow[]> = {
    waiting: [],
    sending: [],
    accepted: [],
    here: [],
    rejected: [],
  };
  for (const item of items) {
    if (item.state === 'left') continue;
    if (item.state === 'accepted' && (item.round === 0 || item.cardId === null || known.has(item.cardId)))
      continue;
    of[item.state].push({ kind: 'item', key: keyOfItem(item), item });
  }
  const stored = [...of.accepted.toReversed(), ...cards.toReversed().map(cardRow)];
  const check = cards.filter(needsLook).toReversed().map(cardRow);
  const open = [...of.sending, ...of.waiting];
  const remarks = [...of.rejected, ...of.here];
  const rows: Record<Show, readonly ListRow[]> = {
    all: [...remarks, ...of.sending, ...stored, ...of.waiting],
    open,
    cards: stored,
    check,
    rejected: of.rejected,
    here: of.here,
  };
  return {
    rows: rows[show],
    counts: {
      all: rows.all.length,
      open: open.length,
      cards: stored.length,
      check: check.length,
      rejected: of.rejected.length,
      here: of.here.length,
    },
  };
}

export const keyOfItem = (item: UploadItem): string => `f${item.id}`;
const cardRow = (card: CardEntry): ListRow => ({ kind: 'card', key: card.cardId, card });
