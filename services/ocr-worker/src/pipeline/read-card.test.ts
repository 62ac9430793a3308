import { completeFields } from '@cardmill/contracts';
import { blankCard, drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import { claimOf, depsOf, storeOf } from './read-card.suite.ts';
import { readCard } from './read-card.ts';
import { verdict } from './verdict.ts';

const never = new AbortController().signal;
const hang = () => new Promise<never>(() => undefined);
let card: Buffer;
beforeAll(async () => {
  card = await blankCard();
});

/** What the whole attempt comes to. The bound is loose: what is tested is that it ends at all. */
async function judged(deps: ReturnType<typeof depsOf>, bytes = card) {
  const started = performance.now();
  const error: unknown = await readCard(deps, claimOf(bytes), never).catch((err: unknown) => err);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(error).toBeInstanceOf(Error);
  return verdict(error, never);
}

it('finds fields along the lines of a card that lay askew', async () => {
  const print = ['Grundzüge der Wärmelehre, für Techniker', 'Basel, Birkhäuser, 1938. 212 S. 8°'];
  const { data } = await drawCard({ lines: print });
  const bytes = await sharp(data).rotate(5, { background: '#fff' }).png().toBuffer();
  // So close that by upright boxes a label's neighbour is another line's value.
  const lines = Array.from({ length: 25 }, (_, i) => `Feld${i}: Wert${i}`);
  const deps = depsOf(storeOf(bytes), { script: () => ({ kind: 'read', lines }) });
  const fields = completeFields([{ label: 'Feld12' }]);
  const reading = await readCard(deps, claimOf(bytes, { fields }), never);
  expect(reading?.how['angle']).toBeCloseTo(5, 0);
  expect(reading?.fields['feld12']?.value).toBe('Wert12');
}, 60_000);

describe('a card’s deadline', () => {
  it('leaves a card alone that is read in time', async () => {
    expect(await readCard(depsOf(storeOf(card)), claimOf(card), never)).toMatchObject({ text: 'Bach' });
  });

  const away = { kind: 'wait', cause: 'storage_unavailable' };

  it('bounds a store that never answers and does not heed the signal', async () => {
    const deps = depsOf(storeOf(card, { read: hang }), { cardDeadlineMs: 400 });
    expect(await judged(deps)).toEqual(away);
  });

  it('ends a fetch that trickles', async () => {
    let ended: unknown;
    const read = (_key: string, { signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<never>((_resolve, reject) => {
        const trickle = setInterval(() => undefined, 5);
        signal?.addEventListener('abort', () => {
          clearInterval(trickle);
          ended = signal.reason;
          reject(new Error('aborted'));
        });
      });
    expect(await judged(depsOf(storeOf(card, { read }), { cardDeadlineMs: 400 }))).toEqual(away);
    expect(ended).toMatchObject({ code: 'storage_unavailable' });
  });

  it('bounds a store that takes no derivative', async () => {
    expect(await judged(depsOf(storeOf(card, { put: hang }), { cardDeadlineMs: 4_000 }))).toEqual(away);
  });

  it('bounds a database that does not answer', async () => {
    const deps = depsOf(storeOf(card), { inspected: hang, cardDeadlineMs: 4_000 });
    expect(await judged(deps)).toEqual({ kind: 'wait', cause: 'database_unavailable' });
  });

  it('fails a card that takes too long to decode, and one that takes too long to read', async () => {
    const plain = { width: 9_000, height: 9_000, channels: 3, background: '#fff' } as const;
    const large = await sharp({ create: plain }).jpeg().toBuffer();
    const slow = depsOf(storeOf(large), { cardDeadlineMs: 100 });
    expect(await judged(slow, large)).toMatchObject({ kind: 'card', error: { code: 'image_timeout' } });
    const stuck = depsOf(storeOf(card), { script: () => ({ kind: 'hang' }), cardDeadlineMs: 4_000 });
    expect(await judged(stuck)).toMatchObject({ kind: 'card', error: { code: 'ocr_timeout' } });
  }, 60_000);

  it('leaves recognition its time, whatever storage took', async () => {
    let given = 0;
    const read = async () => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      return card;
    };
    const script = (_image: unknown, options: { deadlineMs: number }) => {
      given = options.deadlineMs;
      return { kind: 'read', lines: ['read'] } as const;
    };
    await readCard(depsOf(storeOf(card, { read }), { script, cardDeadlineMs: 8_000 }), claimOf(card), never);
    expect(given).toBeGreaterThan(0.2 * 8_000 - 1);
    expect(given).toBeLessThan(0.9 * 8_000 - 600 + 50);
  });

  it('ends at once with the reason when the card is no longer ours', async () => {
    const gone = new AbortController();
    const reading = readCard(depsOf(storeOf(card, { read: hang })), claimOf(card), gone.signal);
    const reason = new Error('cancelled');
    gone.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
