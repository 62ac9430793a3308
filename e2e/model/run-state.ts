import { waitFor } from '@cardmill/testkit';

import type { House, ModelBatch } from './model.ts';
import { drift } from './model.ts';
import type { State } from './model.ts';
import type { BatchWatch } from './watch-batch.ts';
import type { World } from './world.ts';

/** What the model knows. Commands replace its parts. */
export interface Model {
  house: House;
  batches: ModelBatch[];
  cutOff: Set<number>;
  redisIsUp: boolean;
  /** What was done and said, for who reads a failure. */
  trace: string[];
}

/** What the commands work on: the shared world and this sequence's watchers, in the order of the batches. */
export interface Real {
  world: World;
  watches: BatchWatch[];
}

export const emptyModel = (): Model => ({
  house: { holdShut: false, crashes: 0 },
  batches: [],
  cutOff: new Set(),
  redisIsUp: true,
  trace: [],
});

/** A card as the API lists it. */
export interface ListedCard {
  cardId: string;
  filename: string;
  state: string;
  inspectedAt: string | null;
  error: { code: string } | null;
}

export async function listCards(world: World, batch: string): Promise<ListedCard[]> {
  const reply = await world.apis[0].request(`/api/v1/batches/${batch}/files`);
  if (!reply.ok) throw new Error(`${reply.status} for the cards of ${batch}`);
  return ((await reply.json()) as { items: ListedCard[] }).items;
}

const STATES: Readonly<Record<string, State>> = {
  ready: 'ready',
  queued: 'open',
  processing: 'open',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Looks at the cards: each must be in a state that the model allows, and then the model knows which. */
export async function observe(model: Model, real: Real, index: number): Promise<void> {
  const batch = model.batches[index];
  if (batch === undefined || batch.phase === 'deleted') return;
  const listed = await listCards(real.world, batch.name);
  const cards = new Map<string, ReturnType<typeof drift>>();
  for (const { filename, cardId, state, error } of listed) {
    const known = batch.cards.get(filename);
    if (known === undefined) throw new Error(`${batch.name}: a card ${filename} that nobody put there`);
    if (known.cardId !== cardId) throw new Error(`${filename}: was ${known.cardId}, is ${cardId}`);
    const card = drift(known, model.house);
    const seen = STATES[state];
    if (seen === undefined || !card.may.has(seen))
      throw new Error(
        `${batch.name} ${filename} (${card.kind}${card.pinned ? ', pinned' : ''}) is ${state} ` +
          `${error?.code ?? ''}, may be ${[...card.may].join(' or ')}`,
      );
    cards.set(filename, { ...card, may: new Set([seen]), pinned: card.pinned && seen === 'open' });
  }
  const lost = [...batch.cards.keys()].filter((filename) => !cards.has(filename));
  if (lost.length > 0) throw new Error(`${batch.name}: lost ${lost.join()}`);
  model.batches[index] = { ...batch, cards };
}

/** True when what is open gets done: nothing is held back and somebody works. */
export const canFinish = (model: Model): boolean => !model.house.holdShut && model.cutOff.size < 2;

/** Waits until a card has ended that was open, or none is open any more. */
export async function oneMoreEnded(real: Real, batch: ModelBatch, timeoutMs: number): Promise<void> {
  if (batch.phase === 'deleted') return;
  const openNow = async (): Promise<number> => {
    const cards = await listCards(real.world, batch.name);
    return cards.filter(({ state }) => state === 'queued' || state === 'processing').length;
  };
  const before = await openNow();
  const what = `one more outcome of ${batch.name}`;
  await waitFor(async () => before === 0 || (await openNow()) < before, { timeoutMs, what, everyMs: 10 });
}

/** Waits until nothing of the batch is left to do. */
export async function drained(real: Real, batch: ModelBatch, timeoutMs: number): Promise<void> {
  if (batch.phase === 'deleted') return;
  await waitFor(
    async () => {
      const cards = await listCards(real.world, batch.name);
      const isRest = ({ state, inspectedAt }: ListedCard): boolean =>
        state === 'ready' ? inspectedAt !== null : state !== 'queued' && state !== 'processing';
      return cards.every(isRest);
    },
    { timeoutMs, what: `rest of ${batch.name} (${batch.phase})` },
  );
}
