import {
  bounds,
  driftAll,
  exclude,
  type House,
  type ModelBatch,
  type ModelCard,
  move,
  newCard,
  type State,
  withCards,
} from './model.ts';
import type { Kind } from './scans.ts';

/** What a person does. `run`: the run that is meant, when one is named. */
export type Action =
  | { do: 'start' | 'cancel' | 'resume' | 'retry' | 'restart'; run?: number }
  | { do: 'retry-image'; filename: string; run?: number }
  | { do: 'upload' | 'replace'; filename: string; scan: number; kind: Kind }
  | { do: 'remove'; filename: string }
  /** Sets a field, over the version just seen; `beside`: while somebody else does something. */
  | { do: 'edit'; filename: string; value: string; beside: boolean }
  | { do: 'delete' };

/** What the API said. */
export interface Reply {
  status: number;
  /** Of a problem, or of a file that was rejected. */
  code?: string | undefined;
  changed?: number | undefined;
  outcome?: string | undefined;
  cardId?: string | undefined;
  duplicateOf?: string | undefined;
}

/** The batch after an action, or what the reply should have been. */
export type Step = { ok: true; batch: ModelBatch } | { ok: false; expected: string };

const wrong = (expected: string): Step => ({ ok: false, expected });

/** Nothing was changed, for this reason. */
function refused(batch: ModelBatch, reply: Reply, status: number, ...codes: string[]): Step {
  const told = reply.status === status && reply.code !== undefined && codes.includes(reply.code);
  return told ? { ok: true, batch } : wrong(`${status} ${codes.join(' or ')}`);
}

/**
 * One action and its reply. The workers go on beside it, so a reply may be one of several; what it says narrows what
 * may be true of the cards.
 */
export function step(before: ModelBatch, action: Action, reply: Reply, house: House): Step {
  const batch = driftAll(before, house);
  // `batch_deleted`: deleted while the file was on its way.
  if (batch.phase === 'deleted') {
    if (reply.code === 'batch_deleted') return refused(batch, reply, 409, 'batch_deleted');
    // These two look for the batch and then for the card: it may be deleted in between.
    const looksTwice = action.do === 'replace' || action.do === 'edit';
    return refused(batch, reply, 404, 'batch_not_found', ...(looksTwice ? ['card_not_found'] : []));
  }
  switch (action.do) {
    case 'delete':
      return reply.status === 204 ? { ok: true, batch: { ...batch, phase: 'deleted' } } : wrong('204');
    case 'start':
      return start(batch, action.run, reply, house);
    case 'cancel':
    case 'resume':
    case 'retry':
    case 'restart':
      if (action.run !== undefined && action.run !== batch.run)
        return refused(batch, reply, 409, 'run_changed');
      if (batch.phase === 'draft') return refused(batch, reply, 409, 'state_forbids');
      return action.do === 'cancel'
        ? cancel(batch, reply, house)
        : requeue(batch, action.do, batch.cards, reply, house);
    case 'retry-image': {
      if (action.run !== undefined && action.run !== batch.run)
        return refused(batch, reply, 409, 'run_changed');
      if (batch.phase === 'draft') return refused(batch, reply, 409, 'state_forbids');
      const card = batch.cards.get(action.filename);
      if (card === undefined) return refused(batch, reply, 404, 'card_not_found');
      return requeue(batch, action.do, new Map([[card.filename, card]]), reply, house);
    }
    case 'upload':
      return upload(batch, action, reply);
    case 'remove':
      if (!batch.cards.has(action.filename)) return refused(batch, reply, 404, 'card_not_found');
      if (batch.phase === 'started') return refused(batch, reply, 409, 'batch_started');
      if (reply.status !== 204) return wrong('204');
      return {
        ok: true,
        batch: { ...batch, cards: new Map([...batch.cards].filter(([name]) => name !== action.filename)) },
      };
    case 'replace':
      return replace(batch, action, reply, house);
    case 'edit':
      return edit(batch, action, reply);
  }
}

function start(batch: ModelBatch, run: number | undefined, reply: Reply, house: House): Step {
  if (batch.phase === 'started') return refused(batch, reply, 409, 'batch_started');
  if ((run ?? 0) > 0) return refused(batch, reply, 409, 'run_changed');
  if (!batch.hasFields) return refused(batch, reply, 422, 'fields_missing');
  if (batch.cards.size === 0) return refused(batch, reply, 422, 'batch_empty');
  const moved = changedAs(batch.cards, ['ready'], reply, 0);
  if (moved !== null) return wrong(moved);
  const next = withCards(batch, (card) => move(card, ['ready'], 'open', house));
  return { ok: true, batch: { ...next, phase: 'started', run: 1 } };
}

function cancel(batch: ModelBatch, reply: Reply, house: House): Step {
  const open = bounds(batch.cards.values(), ['open']);
  if (reply.status !== 202) {
    if (open.min > 0) return wrong(`202, ${open.min} cards are open`);
    return narrowed(batch, ['open'], refused(batch, reply, 409, 'state_forbids'));
  }
  const moved = changedAs(batch.cards, ['open'], reply, 1);
  if (moved !== null) return wrong(moved);
  return { ok: true, batch: withCards(batch, (card) => move(card, ['open'], 'cancelled', house)) };
}

const TAKES = {
  resume: ['cancelled'],
  retry: ['failed'],
  'retry-image': ['failed', 'cancelled'],
  restart: ['succeeded', 'failed', 'cancelled'],
} as const satisfies Record<string, readonly State[]>;

function requeue(
  batch: ModelBatch,
  kind: keyof typeof TAKES,
  among: ReadonlyMap<string, ModelCard>,
  reply: Reply,
  house: House,
): Step {
  const takes = TAKES[kind];
  const needsRest = kind === 'resume' || kind === 'restart';
  const open = bounds(batch.cards.values(), ['open']);
  if (reply.status !== 202) {
    const mayForbid = bounds(among.values(), takes).min === 0 || (needsRest && open.max > 0);
    return mayForbid ? refused(batch, reply, 409, 'state_forbids') : wrong('202');
  }
  if (needsRest && open.min > 0) return wrong('409 state_forbids, cards are open');
  const rest = needsRest ? narrowed(batch, ['open'], { ok: true, batch }) : ({ ok: true, batch } as const);
  if (!rest.ok) return rest;
  const settled = new Map([...rest.batch.cards].filter(([name]) => among.has(name)));
  const moved = changedAs(settled, takes, reply, 1);
  if (moved !== null) return wrong(moved);
  const next = withCards(rest.batch, (card) =>
    among.has(card.filename) ? move(card, takes, 'open', house) : card,
  );
  return { ok: true, batch: { ...next, run: batch.run + 1 } };
}

function upload(batch: ModelBatch, action: Extract<Action, { scan: number }>, reply: Reply): Step {
  const { filename, scan, kind } = action;
  const known = batch.cards.get(filename);
  if (known?.scan === scan) {
    const same = reply.status === 201 && reply.outcome === 'duplicate' && reply.cardId === known.cardId;
    return same ? { ok: true, batch } : wrong(`201 duplicate of ${known.cardId}`);
  }
  if (batch.phase === 'started') return refused(batch, reply, 409, 'batch_started');
  if (known !== undefined) return refused(batch, reply, 201, 'filename_taken');
  const { cardId } = reply;
  if (reply.status !== 201 || reply.outcome !== 'accepted' || cardId === undefined)
    return wrong('201 accepted');
  const twins = [...batch.cards.values()].filter((card) => card.scan === scan).map((card) => card.filename);
  const twinTold = reply.duplicateOf === undefined ? twins.length === 0 : twins.includes(reply.duplicateOf);
  if (!twinTold) return wrong(`duplicateOf one of [${twins.join()}]`);
  const card = newCard({ filename, cardId, scan, kind });
  return { ok: true, batch: { ...batch, cards: new Map([...batch.cards, [filename, card]]) } };
}

function replace(
  batch: ModelBatch,
  action: Extract<Action, { scan: number }>,
  reply: Reply,
  house: House,
): Step {
  const { filename, scan, kind } = action;
  const known = batch.cards.get(filename);
  if (known === undefined) return refused(batch, reply, 404, 'card_not_found');
  const outcome = known.scan === scan ? 'duplicate' : 'accepted';
  if (reply.status !== 200 || reply.outcome !== outcome || reply.cardId !== known.cardId)
    return wrong(`200 ${outcome} ${known.cardId}`);
  if (outcome === 'duplicate') return { ok: true, batch };
  // Wherever it was, it is new from here.
  const fresh: ModelCard = { ...known, scan, kind, may: new Set(['ready']), pinned: false };
  const card = batch.phase === 'draft' ? fresh : move(fresh, ['ready'], 'open', house);
  return { ok: true, batch: { ...batch, cards: new Map([...batch.cards, [filename, card]]) } };
}

function edit(batch: ModelBatch, action: Extract<Action, { do: 'edit' }>, reply: Reply): Step {
  const card = batch.cards.get(action.filename);
  if (card === undefined) return refused(batch, reply, 404, 'card_not_found');
  const isMoving = action.beside || card.may.has('open') || card.may.size > 1;
  const waits = card.may.has('open') || card.may.has('ready');
  if (reply.status === 412 && isMoving) return refused(batch, reply, 412, 'version_changed');
  // Not read yet, and not at an end: there is no row to correct.
  if (reply.status === 404 && waits) return refused(batch, reply, 404, 'card_not_found');
  if (reply.status !== 200) return wrong('200');
  const mayBeShown =
    card.mayHaveResult || [...card.may].some((state) => state !== 'ready' && state !== 'open');
  if (!mayBeShown) return wrong('404 card_not_found');
  return {
    ok: true,
    batch: withCards(batch, (each) => (each === card ? { ...card, edit: action.value } : each)),
  };
}

/** Null when a 202 says a number of cards that can be; else what was expected. */
function changedAs(
  cards: ReadonlyMap<string, ModelCard>,
  states: readonly State[],
  reply: Reply,
  least: number,
): string | null {
  const { min, max } = bounds(cards.values(), states);
  const { changed = -1 } = reply;
  if (max < least) return `a refusal, no card is ${states.join(' or ')}`;
  const fits = reply.status === 202 && changed >= Math.max(min, least) && changed <= max;
  return fits ? null : `202 with ${Math.max(min, least)} to ${max} changed`;
}

/** The step when none of the cards is in these states. */
function narrowed(batch: ModelBatch, states: readonly State[], then: Step): Step {
  if (!then.ok) return then;
  const cards = new Map<string, ModelCard>();
  for (const [name, card] of batch.cards) {
    const left = exclude(card, states);
    if (left === null) return wrong(`${name} to be ${states.join(' or ')}`);
    cards.set(name, left);
  }
  return { ok: true, batch: { ...then.batch, cards } };
}
