import { runSql } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { forgetSamples } from './samples.ts';
import { house } from './sweep.suite.ts';

it('forgets what was read for a trial a day after it was last asked for, and nothing sooner', async () => {
  const at = await house();
  try {
    const { id } = await at.batch(2);
    const cards = (await at.db.listCards(id, 0, 2)).map((card) => card.id);
    const settings = { languages: ['deu'], options: {} };
    await at.db.samples.request(id, cards, settings);
    await runSql(at.url, "UPDATE samples SET touched_at = now() - interval '23 hours'");
    await forgetSamples(at.deps);
    expect(await at.db.samples.open(cards, settings)).toBe(2);
    await runSql(at.url, "UPDATE samples SET touched_at = now() - interval '25 hours'");
    await forgetSamples(at.deps);
    expect(await at.db.samples.open(cards, settings)).toBe(0);
  } finally {
    await at.close();
  }
});
