import { ORIENTATIONS } from '@cardmill/contracts';
import { accessKey, thumbnailKey } from '@cardmill/contracts/wire';
import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import { createBudget } from './budget.ts';
import { keepDerivatives } from './derivatives.ts';
import { claimOf, depsOf, storeOf } from './read-card.suite.ts';
import { readCard } from './read-card.ts';
import { scanOf } from './scan.ts';

const never = new AbortController().signal;
const budget = () => createBudget(60_000, never);
let card: Buffer;
beforeAll(async () => {
  const lines = ['Grundzüge der Wärmelehre', 'Basel, Birkhäuser, 1938', 'Mit vielen Tafeln'];
  card = (await drawCard({ lines, width: 900, height: 600 })).data;
});

/** A store that remembers what is put. */
function recordingStore(bytes: Buffer) {
  const kept = new Map<string, Buffer>();
  const store = storeOf(bytes, {
    put: async (key, body) => {
      if (Buffer.isBuffer(body)) kept.set(key, body);
      return await Promise.resolve({ size: 1, sha256: '' });
    },
  });
  return { store, kept };
}

describe('a card’s image', { timeout: 60_000 }, () => {
  it('is inspected, stored and written down as its text stands', async () => {
    const side = await sharp(card).rotate(90).png().toBuffer();
    const { store, kept } = recordingStore(side);
    const facts: unknown[] = [];
    const inspected = async (_claim: unknown, seen: unknown) => {
      facts.push(seen);
      return await Promise.resolve(true);
    };
    const deps = { ...depsOf(store), db: { work: { inspected } } };
    const claim = claimOf(side);
    const scan = await scanOf(deps, claim, side, budget());
    expect(scan).toMatchObject({
      orientation: 270,
      kept: 270,
      sure: true,
      upright: { width: 900, height: 600 },
    });
    expect(facts).toMatchObject([{ orientation: 270, width: 900, height: 600 }]);
    expect(kept.has(accessKey({ ...claim, orientation: 270 }))).toBe(true);
    const again = { ...claim, inspected: true, orientation: 270 } as const;
    expect((await scanOf(deps, again, side, budget())).sure).toBe(true);
  });

  it('of an inspected card is turned as its access image is, and nothing is stored again', async () => {
    const { store, kept } = recordingStore(card);
    const claim = claimOf(card, { inspected: true, orientation: 90 });
    const scan = await scanOf(depsOf(store), claim, card, budget());
    expect(scan).toMatchObject({ orientation: 90, kept: 90, upright: { width: 600, height: 900 } });
    expect(kept.size).toBe(0);
  });

  it('is left as it is when its batch says so, and shown as it was read', async () => {
    const { store, kept } = recordingStore(card);
    const options = { imaging: { orient: false } };
    const claim = claimOf(card, { inspected: true, orientation: 90, options });
    const reading = await readCard(depsOf(store), claim, never);
    expect(reading?.image).toEqual({ width: 900, height: 600, orientation: 0 });
    expect([...kept.keys()].toSorted()).toEqual([
      accessKey({ ...claim, orientation: 0 }),
      thumbnailKey({ ...claim, orientation: 0 }),
    ]);
  });

  it.each(ORIENTATIONS)('turned anew by %d is kept under a key of its own', async (orientation) => {
    const { store, kept } = recordingStore(card);
    const claim = claimOf(card);
    const { upright } = await scanOf(depsOf(store), { ...claim, inspected: true }, card, budget());
    await keepDerivatives({ store }, claim, { upright, orientation }, budget());
    const access = kept.get(accessKey({ ...claim, orientation }));
    expect(await sharp(access).metadata()).toMatchObject({ width: 900, height: 600, format: 'jpeg' });
    expect(await sharp(kept.get(thumbnailKey({ ...claim, orientation }))).metadata()).toMatchObject({
      width: 416,
    });
  });
});
