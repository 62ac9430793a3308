import { parseArgs } from 'node:util';

import { waitFor } from '@cardmill/testkit';

import { createRandom, seedFrom } from '../harness/random.ts';
import { checkBatches } from '../invariants/check.ts';
import { withBench } from '../runner.ts';
import { startLoad } from './load.ts';
import { makeTrouble } from './nemesis.ts';
import { grown, sizes } from './size.ts';

// npm run soak -- --minutes 30: F1, F3, F6, F7, F9, F11 and F13 mixed at random, then everything heals and drains.
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes must be a number');
const seed = seedFrom(process.env['FAULT_SEED']);
const DRAIN_MS = 10 * 60_000;
console.log(`FAULT_SEED=${seed}, ${minutes} minutes`);

await withBench(seed, { store: 's3', env: { LEASE_MS: '3000' } }, async (bench) => {
  const load = startLoad(bench, createRandom(seed + 1), 3);
  const started = performance.now();
  // Once everything has been used for a while.
  const warm = Math.min(minutes * 0.3, 3) * 60_000;
  const troubles = await makeTrouble(bench, createRandom(seed + 2), started + warm);
  const before = await sizes(bench);
  for (const [name, n] of await makeTrouble(bench, createRandom(seed + 3), started + minutes * 60_000))
    troubles.set(name, (troubles.get(name) ?? 0) + n);
  await bench.heal();
  await load.stop();
  console.log(`${load.made()} batches; ${[...troubles].map(([name, n]) => `${name} ${n} times`).join(', ')}`);

  await waitFor(
    async () => {
      const { rows } = await bench.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM batches WHERE deleted_at IS NULL AND status IN ('queued', 'running')`,
      );
      return rows[0]?.n === 0;
    },
    { timeoutMs: DRAIN_MS, everyMs: 500, what: 'the end of every batch' },
  );
  const checked = await checkBatches(bench);
  const after = await sizes(bench);
  for (const [name, { megabytes, files }] of after) console.log(`${name}: ${megabytes} MB, ${files} files`);
  const fat = grown(before, after);
  if (fat.length > 0) throw new Error(fat.join('\n'));
  console.log(`${checked.cards} cards, ${checked.extraAttempts} attempts beyond the least`);
});
console.log('all invariants held');
process.exit(0);
