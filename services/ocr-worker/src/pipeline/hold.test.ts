import { createLogger } from '@cardmill/server-kit';
import { waitFor } from '@cardmill/testkit';
import { describe, expect, it } from 'vitest';

import { createFakeRecogniser } from '../engine/index.ts';
import { encodePgm } from '../imaging/index.ts';
import { holdCard } from './hold.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const never = new AbortController().signal;
const LEASE_MS = 60;

/** A database that answers heartbeats like this, the n-th of them counted from 0. */
function answering(answer: (n: number) => Promise<boolean>) {
  let asked = 0;
  const heartbeat = (): Promise<boolean> => {
    asked += 1;
    return answer(asked - 1);
  };
  return { heartbeat, asked: () => asked };
}

describe('the card in hand', () => {
  it('is put down at once when a heartbeat says that it is not ours: recognition ends in the middle', async () => {
    const { heartbeat } = answering(async (n) => await Promise.resolve(n < 2));
    const hold = holdCard(heartbeat, LEASE_MS, never, logger);
    const recogniser = createFakeRecogniser(() => ({ kind: 'hang' }));
    const image = { pgm: encodePgm(new Uint8Array(1), 1, 1), width: 1, height: 1, dpi: 300 };
    const reading = recogniser.recognise(image, {
      languages: ['deu'],
      segmentation: 'auto',
      signal: hold.signal,
      deadlineMs: 60_000,
    });
    await expect(reading).rejects.toThrow('no longer in hand');
    hold.end();
  });

  it('is kept while the database is away: it says nothing, so the work goes on', async () => {
    const { heartbeat, asked } = answering(async () => await Promise.reject(new Error('ECONNREFUSED')));
    const hold = holdCard(heartbeat, LEASE_MS, never, logger);
    await waitFor(() => asked() > 5);
    expect(hold.signal.aborted).toBe(false);
    hold.end();
  });

  it('is asked about again while one question is lost in a dead connection', async () => {
    const { heartbeat, asked } = answering((n) =>
      n === 0 ? new Promise(() => undefined) : Promise.resolve(true),
    );
    const hold = holdCard(heartbeat, LEASE_MS, never, logger);
    await waitFor(() => asked() > 3);
    expect(hold.signal.aborted).toBe(false);
    hold.end();
  });

  it('has lapsed when nothing was heard for a whole lease, and only then', async () => {
    const well = holdCard(async () => await Promise.resolve(true), LEASE_MS, never, logger);
    const lost = holdCard(() => new Promise(() => undefined), LEASE_MS, never, logger);
    expect([well.lapsed(), lost.lapsed()]).toEqual([false, false]);
    await waitFor(() => lost.lapsed());
    await waitFor(() => !well.lapsed());
    for (const hold of [well, lost]) hold.end();
  });

  it('is asked about no more once it is put down', async () => {
    const { heartbeat, asked } = answering(async () => await Promise.resolve(true));
    const hold = holdCard(heartbeat, LEASE_MS, never, logger);
    await waitFor(() => asked() > 1);
    hold.end();
    const before = asked();
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS * 3));
    expect(asked()).toBe(before);
  });
});
