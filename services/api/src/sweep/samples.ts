import type { SweepDeps } from './deps.ts';

const DAY_MS = 24 * 3_600_000;
const AT_ONCE = 500;

/** Forgets readings for trials that nobody asked for in a day; those of cards that are gone went with them. */
export async function forgetSamples({ db, logger }: Pick<SweepDeps, 'db' | 'logger'>): Promise<void> {
  const forgotten = await db.samples.collect(DAY_MS, AT_ONCE);
  if (forgotten > 0) logger.info({ forgotten }, 'samples forgotten');
}
