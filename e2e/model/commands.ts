import fc from 'fast-check';

import { type Action, type Reply, step } from './actions.ts';
import type { ModelBatch } from './model.ts';
import { FIELD, perform } from './perform.ts';
import { canFinish, drained, type Model, observe, oneMoreEnded, type Real } from './run-state.ts';
import { type Scan, SCANS } from './scans.ts';
import { type Command, hold, MAX_BATCHES, network, redis, watcher, worker } from './troubles.ts';

const NAMES = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'];
const DRAIN_MS = 30_000;
// Most happens to the first batch: on three alike a sequence would be spread too thin.
const INDEX = fc.constantFrom(0, 0, 0, 1, 2);

/** An action before it is known which batch and run it meets. */
export interface Plan {
  do: Action['do'];
  filename: string;
  scan: number;
  /** Sends the scan that the card of this name has already. */
  again: boolean;
  /** Names no run, the current one, or another. */
  run: 'none' | 'current' | 'other';
  /** For an edit. */
  value: string;
  api: number;
}

const plan = (...kinds: Action['do'][]): fc.Arbitrary<Plan> =>
  fc.record({
    do: fc.constantFrom(...kinds),
    filename: fc.constantFrom(...NAMES),
    scan: fc.nat({ max: SCANS - 1 }),
    again: fc.constantFrom(true, false, false),
    run: fc.constantFrom('none', 'none', 'current', 'other'),
    value: fc.constantFrom('one', 'two', 'three'),
    api: fc.nat({ max: 1 }),
  });

const UPLOADS = plan('upload', 'upload', 'upload', 'upload', 'replace', 'remove');
const ACTS = plan('start', 'cancel', 'cancel', 'cancel', 'resume', 'retry', 'retry-image', 'restart');
const EDITS = plan('edit');
const ALL = plan('upload', 'replace', 'start', 'cancel', 'resume', 'retry', 'retry-image', 'restart', 'edit');

function toAction(plan: Plan, batch: ModelBatch, scans: readonly Scan[], beside = false): Action {
  const { filename } = plan;
  const known = batch.cards.get(filename)?.scan;
  const scan = plan.again && known !== undefined ? known : plan.scan;
  const named = { none: {}, current: { run: batch.run }, other: { run: batch.run + 1 } }[plan.run];
  switch (plan.do) {
    case 'upload':
    case 'replace':
      return { do: plan.do, filename, scan, kind: scans[scan]?.kind ?? 'reads' };
    case 'remove':
      return { do: 'remove', filename };
    case 'delete':
      return { do: 'delete' };
    case 'edit':
      return { do: 'edit', filename, value: plan.value, beside };
    case 'retry-image':
      return { do: 'retry-image', filename, ...named };
    default:
      return { do: plan.do, ...named };
  }
}

const told = (plan: Plan): string =>
  ['upload', 'replace'].includes(plan.do)
    ? `${plan.do} ${plan.filename} ${plan.again ? 'again' : `scan ${plan.scan}`}`
    : `${plan.do}${['retry-image', 'remove', 'edit'].includes(plan.do) ? ` ${plan.filename}` : ''}${plan.run === 'none' ? '' : ` run:${plan.run}`}`;

const said = (reply: Reply): string => JSON.stringify(reply);

/** One action on one batch; the reply and what is seen after it agree with the model. */
const act = (plans: fc.Arbitrary<Plan>): fc.Arbitrary<Command> =>
  fc.tuple(INDEX, plans).map(([index, plan]) => ({
    check: (model) => index < model.batches.length,
    async run(model, real) {
      const batch = batchAt(model, index);
      const action = toAction(plan, batch, real.world.scans);
      const reply = await perform(real.world, plan.api, batch.name, action);
      model.trace.push(`${index}: ${JSON.stringify(action)} -> ${said(reply)}`);
      const result = step(batch, action, reply, model.house);
      if (!result.ok) throw new Error(`${told(plan)}: ${said(reply)}, expected ${result.expected}`);
      model.batches[index] = result.batch;
      await observe(model, real, index);
    },
    toString: () => `${index}:${told(plan)}`,
  }));

/** Two actions on one batch at once: what is said and seen must be what one of the two orders gives. */
const race: fc.Arbitrary<Command> = fc
  .tuple(INDEX, ALL, fc.oneof(ALL, plan('cancel', 'remove', 'delete')))
  .map(([index, one, two]) => ({
    check: (model) => index < model.batches.length,
    async run(model, real) {
      const batch = batchAt(model, index);
      const { name } = batch;
      const actions = [one, two].map((plan) => toAction(plan, batch, real.world.scans, true));
      const replies = await Promise.all(
        actions.map((action, n) => perform(real.world, one.api + n, name, action)),
      );
      const lines = actions.map((action, n) => `${JSON.stringify(action)} -> ${JSON.stringify(replies[n])}`);
      model.trace.push(`${index}: ${lines.join(' BESIDE ')}`);
      const faults: string[] = [];
      for (const order of [
        [0, 1],
        [1, 0],
      ]) {
        let state: ModelBatch = batch;
        let expected = '';
        for (const n of order) {
          const [action, reply] = [actions[n], replies[n]];
          if (action === undefined || reply === undefined || expected !== '') continue;
          const result = step(state, action, reply, model.house);
          if (result.ok) state = result.batch;
          else expected = `${action.do} -> ${result.expected}`;
        }
        if (expected === '') {
          model.batches[index] = state;
          try {
            return await observe(model, real, index);
          } catch (error) {
            expected = String(error);
          }
        }
        faults.push(expected);
      }
      throw new Error(`neither order explains ${lines.join(' beside ')}: ${faults.join(' | ')}`);
    },
    toString: () => `${index}:(${told(one)} beside ${told(two)})`,
  }));

/** Waits until a batch is at rest. */
const advance: fc.Arbitrary<Command> = fc.nat({ max: MAX_BATCHES - 1 }).map((index) => ({
  check: (model) => index < model.batches.length && canFinish(model),
  async run(model, real) {
    await drained(real, batchAt(model, index), DRAIN_MS);
    model.trace.push(`${index}: at rest`);
    await observe(model, real, index);
  },
  toString: () => `${index}:rest`,
}));

/** Waits until one card more has ended, so that something is done and something is not. */
const oneMore: fc.Arbitrary<Command> = INDEX.map((index) => ({
  check: (model) =>
    canFinish(model) && [...(model.batches[index]?.cards.values() ?? [])].some(({ may }) => may.has('open')),
  async run(model, real) {
    await oneMoreEnded(real, batchAt(model, index), DRAIN_MS);
    model.trace.push(`${index}: one more has ended`);
    await observe(model, real, index);
  },
  toString: () => `${index}:one more`,
}));

const create: fc.Arbitrary<Command> = fc.constantFrom(true, true, false).map((hasFields) => ({
  check: (model) => model.batches.length < MAX_BATCHES,
  run: (model, real) => createBatch(model, real, hasFields),
  toString: () => `create${hasFields ? '' : ' without fields'}`,
}));

/** Sequences of what may happen to the house; what happens often is named often. */
export const sequences = (maxCommands: number) =>
  fc.commands(
    [
      act(UPLOADS),
      act(UPLOADS),
      act(ACTS),
      act(ACTS),
      act(ACTS),
      act(plan('start', 'delete')),
      act(EDITS),
      race,
      race,
      advance,
      oneMore,
      oneMore,
      create,
      hold,
      worker('crash'),
      worker('recycle'),
      network,
      redis,
      watcher,
    ],
    { maxCommands, size: 'max' },
  );

/** What a sequence begins with: some of the names hold a scan already, and the batch may have been started. */
export const beginnings = fc.record({
  scans: fc.array(fc.nat({ max: SCANS - 1 }), { maxLength: NAMES.length, size: 'max' }),
  started: fc.constantFrom(true, true, false),
  holdShut: fc.constantFrom(true, false, false),
});

export async function begin(
  { scans, started, holdShut }: { scans: readonly number[]; started: boolean; holdShut: boolean },
  model: Model,
  real: Real,
): Promise<void> {
  real.world.hold.shut = holdShut;
  model.house = { ...model.house, holdShut };
  await createBatch(model, real, true);
  const actions = scans.map<Plan>((scan, n) => {
    return { do: 'upload', filename: NAMES[n] ?? '', scan, again: false, run: 'none', value: '', api: n };
  });
  if (started)
    actions.push({ do: 'start', filename: '', scan: 0, again: false, run: 'none', value: '', api: 0 });
  for (const each of actions) {
    const batch = batchAt(model, 0);
    const action = toAction(each, batch, real.world.scans);
    const reply = await perform(real.world, each.api, batch.name, action);
    const result = step(batch, action, reply, model.house);
    if (!result.ok) throw new Error(`${told(each)}: ${said(reply)}, expected ${result.expected}`);
    model.batches[0] = result.batch;
  }
}

async function createBatch(model: Model, { world, watches }: Real, hasFields: boolean): Promise<void> {
  const fields = hasFields ? { fields: [{ label: FIELD, key: FIELD }] } : {};
  const station = `station ${model.batches.length}`;
  const { name } = await world.apis[0].createBatch({ title: 'Model', station, ...fields });
  model.batches.push({ name, hasFields, phase: 'draft', run: 0, cards: new Map() });
  watches.push(world.watch(name));
}

function batchAt(model: Model, index: number): ModelBatch {
  const batch = model.batches[index];
  if (batch === undefined) throw new Error(`there is no batch ${index}`);
  return batch;
}
