import { QUEUES } from '@cardmill/contracts/wire';
import { closeRedis, createLogger, createRedis } from '@cardmill/server-kit';
import { runSql } from '@cardmill/testkit';
import { Queue } from 'bullmq';
import { expect, it } from 'vitest';

import { workerConfig } from '../config.ts';
import { createFakeRecogniser, type Recogniser } from '../engine/index.ts';
import { startHouse } from '../house.suite.ts';
import { startWorker } from '../worker.ts';

it('holds one card at a time, whether a bell or the poller asks for it: a poison card is run alone', async () => {
  const house = await startHouse();
  const connection = createRedis(house.redis.url, 'queue');
  const queue = new Queue(QUEUES.card.name, { connection });
  try {
    const { name } = await house.batchOf(Array.from({ length: 8 }, (_, i) => `${i}.jpg`));
    // Half of the cards are rung for; the poller finds the others as well.
    for (const { cardId } of await house.db.line.dispatch(4, 60_000))
      await queue.add('card', { v: 1, cardId });
    const inHand: number[] = [];
    const fake = createFakeRecogniser(() => ({ kind: 'read', lines: ['read'], delayMs: 20 }));
    const recogniser: Recogniser = {
      ...fake,
      async recognise(image, options) {
        const reading = await fake.recognise(image, options);
        const held = await runSql(house.databaseUrl, 'SELECT FROM cards WHERE lease_until IS NOT NULL');
        inHand.push(held.rowCount ?? 0);
        return reading;
      },
    };
    const worker = await startWorker(workerConfig.parse(house.settings({ IDLE_POLL_MS: '100' })), {
      logger: createLogger({ service: 'test', level: 'silent' }),
      recogniser,
    });
    try {
      expect(await house.ended(name)).toMatchObject({ counts: { succeeded: 8 } });
    } finally {
      await worker.close();
    }
    expect(inHand).toEqual(Array(8).fill(1));
  } finally {
    await queue.close();
    await closeRedis(connection);
    await house.close();
  }
});
