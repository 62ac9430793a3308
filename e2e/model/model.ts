import type { Kind } from './scans.ts';

/** The states of a card as the model tells them apart; `open` is queued or processing. */
export type State = 'ready' | 'open' | 'succeeded' | 'failed' | 'cancelled';

/** What may be true of a card: more than one state while the workers are at it. */
export interface ModelCard {
  filename: string;
  cardId: string;
  scan: number;
  kind: Kind;
  may: ReadonlySet<State>;
  /** Open and held back: it stays open until the hold is opened or its batch is changed. */
  pinned: boolean;
  /** Read once at least, perhaps: then the result stays visible while it is read again. */
  mayHaveResult: boolean;
  /** A person's value; nothing but another one takes it away. */
  edit: string | null;
}

export interface ModelBatch {
  name: string;
  hasFields: boolean;
  phase: 'draft' | 'started' | 'deleted';
  run: number;
  cards: ReadonlyMap<string, ModelCard>;
}

/** What is true of the house and not of one batch. */
export interface House {
  holdShut: boolean;
  /** Workers that died or were cut off. From the third on, a card may have ended by it. */
  crashes: number;
}

const MAX_CRASHES = 3;

/** Where an open card goes by itself. */
function endsOf(kind: Kind, house: House): State[] {
  const end: State = kind === 'unreadable' || kind === 'broken' ? 'failed' : 'succeeded';
  return house.crashes >= MAX_CRASHES ? [end, 'failed'] : [end];
}

/** What may be true by now: the workers went on since the last look. */
export function drift(card: ModelCard, house: House): ModelCard {
  const may = new Set(card.may);
  if (may.has('open') && !card.pinned) for (const end of endsOf(card.kind, house)) may.add(end);
  // The inspection of a draft's card finds it broken, or ends it as the third worker that died with it.
  if (may.has('ready') && (card.kind === 'broken' || house.crashes >= MAX_CRASHES)) may.add('failed');
  return { ...card, may, mayHaveResult: card.mayHaveResult || may.has('succeeded') };
}

export const driftAll = (batch: ModelBatch, house: House): ModelBatch =>
  withCards(batch, (card) => drift(card, house));

/** The batch with each card replaced. */
export function withCards(batch: ModelBatch, change: (card: ModelCard) => ModelCard): ModelBatch {
  return { ...batch, cards: new Map([...batch.cards].map(([name, card]) => [name, change(card)])) };
}

/** A card that was just accepted. */
export const newCard = (card: Pick<ModelCard, 'filename' | 'cardId' | 'scan' | 'kind'>): ModelCard => ({
  ...card,
  may: new Set(['ready']),
  pinned: false,
  mayHaveResult: false,
  edit: null,
});

/** How many cards are surely, and how many perhaps, in one of these states. */
export function bounds(cards: Iterable<ModelCard>, states: readonly State[]): { min: number; max: number } {
  let min = 0;
  let max = 0;
  for (const { may } of cards) {
    const inside = [...may].filter((state) => states.includes(state)).length;
    if (inside === may.size) min += 1;
    if (inside > 0) max += 1;
  }
  return { min, max };
}

/** The card moved out of `from`; queued again it is held back if the hold is shut. */
export function move(card: ModelCard, from: readonly State[], to: State, house: House): ModelCard {
  const wasOpen = card.may.has('open');
  const may = new Set([...card.may].map((state) => (from.includes(state) ? to : state)));
  if (to !== 'open') return { ...card, may, pinned: card.pinned && may.has('open') };
  const held = house.holdShut && card.kind === 'held' && house.crashes < MAX_CRASHES;
  return { ...card, may, pinned: wasOpen ? card.pinned : held && may.has('open') };
}

/** The card that is known not to be in these states; null when that cannot be. */
export function exclude(card: ModelCard, states: readonly State[]): ModelCard | null {
  const may = new Set([...card.may].filter((state) => !states.includes(state)));
  return may.size === 0 ? null : { ...card, may, pinned: card.pinned && may.has('open') };
}

/** The hold is open, or the third worker has died: nothing is sure to stay open. */
export const unpin = (batch: ModelBatch): ModelBatch =>
  withCards(batch, (card) => ({ ...card, pinned: false }));
