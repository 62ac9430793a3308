import fc from 'fast-check';

import { unpin } from './model.ts';
import type { Model, Real } from './run-state.ts';

export type Command = fc.AsyncCommand<Model, Real>;

/** Of one sequence. */
export const MAX_BATCHES = 3;

/** Cards in hand wait for their reading until it is opened again. */
export const hold: fc.Arbitrary<Command> = fc.boolean().map((shut) => ({
  check: (model) => model.house.holdShut !== shut,
  async run(model, real) {
    real.world.hold.shut = shut;
    model.house = { ...model.house, holdShut: shut };
    if (!shut) model.batches = model.batches.map(unpin);
    model.trace.push(shut ? 'hold shut' : 'hold open');
  },
  toString: () => (shut ? 'shut the hold' : 'open the hold'),
}));

const PLACE = fc.nat({ max: 1 });

/** A worker ends as with SIGKILL, or as with SIGTERM. */
export const worker = (kind: 'crash' | 'recycle'): fc.Arbitrary<Command> =>
  PLACE.map((place) => ({
    check: (model) => !model.cutOff.has(place),
    async run(model, real) {
      if (kind === 'crash') countCrash(model);
      model.trace.push(`${kind} of worker ${place}`);
      await real.world[kind](place);
    },
    toString: () => `${kind} worker ${place}`,
  }));

/** A worker is off the network, and goes on with what it has in hand. */
export const network: fc.Arbitrary<Command> = fc.tuple(PLACE, fc.boolean()).map(([place, cut]) => ({
  check: (model) => model.cutOff.has(place) !== cut,
  async run(model, real) {
    if (cut) countCrash(model);
    if (cut) model.cutOff.add(place);
    else model.cutOff.delete(place);
    model.trace.push(`worker ${place} ${cut ? 'cut off' : 'back'}`);
    await real.world.setCutOff(place, cut);
  },
  toString: () => `${cut ? 'cut off' : 'reconnect'} worker ${place}`,
}));

export const redis: fc.Arbitrary<Command> = fc.boolean().map((up) => ({
  check: (model) => model.redisIsUp !== up,
  async run(model, real) {
    model.trace.push(`redis ${up ? 'started' : 'killed'}`);
    model.redisIsUp = up;
    await (up ? real.world.redis.start() : real.world.redis.kill());
  },
  toString: () => (up ? 'start redis' : 'kill redis'),
}));

export const watcher: fc.Arbitrary<Command> = fc
  .tuple(fc.nat({ max: MAX_BATCHES - 1 }), fc.boolean())
  .map(([index, leaves]) => ({
    check: (model) => index < model.batches.length,
    async run(_model, real) {
      const watch = real.watches[index];
      if (leaves) watch?.leave();
      else watch?.comeBack();
    },
    toString: () => `${index}:watcher ${leaves ? 'leaves' : 'comes back'}`,
  }));

function countCrash(model: Model): void {
  model.house = { ...model.house, crashes: model.house.crashes + 1 };
  if (model.house.crashes >= 3) model.batches = model.batches.map(unpin);
}
