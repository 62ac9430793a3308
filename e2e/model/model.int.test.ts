import { randomInt } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { begin, beginnings, sequences } from './commands.ts';
import { emptyModel, type Model, type Real } from './run-state.ts';
import { heal, settle } from './settle.ts';
import { startWorld, type World } from './world.ts';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
// MODEL_SEED repeats a run, MODEL_PATH one sequence of it; MODEL_RUNS hunts longer, MODEL_SHRINK=1 cuts a failure
// short, MODEL_LOG=debug shows what the services log.
const seed = number('MODEL_SEED', randomInt(2 ** 31));
const runs = number('MODEL_RUNS', 12);
const path = process.env['MODEL_PATH'];

/**
 * The real services against a small model of a batch: sequences of what people do and of what breaks beside it. Every
 * reply must be one that the model allows, and at rest everybody must say the same.
 */
describe(`the house and its model (MODEL_SEED=${seed})`, () => {
  let world: World;
  /** What the services logged as an error; a worker that was cut off says a lot. */
  const errors: string[] = [];
  beforeAll(async () => {
    world =
      process.env['MODEL_LOG'] === 'debug'
        ? await startWorld('debug', (line) => process.stderr.write(line))
        : await startWorld('error', (line) => errors.push(line));
  });
  afterAll(() => world.close());

  it('agree, whatever happens in whatever order', { timeout: 30_000 + runs * 60_000 }, async () => {
    let commands = 0;
    const property = fc.asyncProperty(beginnings, sequences(25), async (beginning, sequence) => {
      const model = emptyModel();
      const real: Real = { world, watches: [] };
      try {
        await begin(beginning, model, real);
        await fc.asyncModelRun(() => ({ model, real }), sequence);
        await heal(model, real);
        await settle(model, real);
      } catch (cause) {
        const told = [String(cause), ...model.trace, ...errors.slice(-5)];
        throw new Error(told.join('\n'), { cause });
      } finally {
        commands += model.trace.length;
        await clear(model, real);
      }
    });
    await fc.assert(property, {
      seed,
      numRuns: runs,
      ...(path === undefined ? {} : { path }),
      // A sequence costs seconds: the trace says more than what shrinking would find.
      endOnFailure: process.env['MODEL_SHRINK'] !== '1',
    });
    expect(commands).toBeGreaterThan(0);
  });

  async function clear(model: Model, real: Real): Promise<void> {
    await heal(model, real);
    for (const watch of real.watches) watch.close();
    for (const { name } of model.batches) await world.apis[0].send('DELETE', `/api/v1/batches/${name}`);
  }
});
