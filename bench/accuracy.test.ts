import { createNpmModels } from '@cardmill/ocr-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { chosenSets, loadCards, realCardsFolder } from './card-sets.ts';
import { measure } from './measure.ts';
import { createCardReader, type CardReader } from './read.ts';

const root = realCardsFolder();
if (root === null) console.warn('SKIPPED: accuracy on real cards: ../shared/data is not there');

/**
 * Mean character error rates that a change may not exceed, for a few cards of each upright set, by the product's way of
 * reading with its defaults, on npm's models, which are everywhere. A bad decode, a lost DPI or a wrong model at least
 * doubles what was measured when they were set: 0.08 and 0.12.
 */
const FLOORS: Record<string, number> = { 'de-library-cards': 0.12, 'en-lichen-labels': 0.25 };

describe.skipIf(root === null)('real cards', { timeout: 120_000 }, () => {
  let reader: CardReader;
  beforeAll(() => {
    reader = createCardReader(createNpmModels());
  });
  afterAll(async () => {
    await reader.close();
  });

  it.each(Object.entries(FLOORS))(
    'of %s are read at %f errors a character or better',
    async (folder, floor) => {
      const [set] = chosenSets([folder]);
      if (set === undefined || root === null) throw new Error(`no such set: ${folder}`);
      const cards = await loadCards(root, set, 4);
      const result = await measure(cards, (card) => reader.read(card.bytes, set.languages));
      expect(result.cards).toBeGreaterThan(2);
      expect(result.mean).toBeLessThan(floor);
    },
  );
});
