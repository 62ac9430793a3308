import { characterErrorRate } from '@cardmill/extraction/evaluation';
import {
  createNpmModels,
  createTesseractRecogniser,
  greyPgm,
  inspect,
  type Recogniser,
} from '@cardmill/ocr-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CARD_SETS, loadCards, realCardsFolder } from './real-cards.ts';

const root = realCardsFolder();
if (root === null) console.warn('SKIPPED: accuracy on real cards: ../shared/data is not there');

/**
 * Mean character error rates that a change may not exceed, for a few cards of each upright set, with the models and
 * the mode that are the default. Measured when set: 0.08 and 0.12; a bad decode, a lost DPI or a wrong model at least doubles them.
 */
const FLOORS: Record<string, number> = { 'de-library-cards': 0.12, 'en-lichen-labels': 0.25 };

describe.skipIf(root === null)('real cards', { timeout: 120_000 }, () => {
  let recogniser: Recogniser;
  beforeAll(() => {
    recogniser = createTesseractRecogniser({ models: createNpmModels() });
  });
  afterAll(async () => {
    await recogniser.close();
  });

  it.each(Object.entries(FLOORS))(
    'of %s are read at %f errors a character or better',
    async (folder, floor) => {
      const set = CARD_SETS.find((one) => one.folder === folder);
      if (set === undefined || root === null) throw new Error(`no such set: ${folder}`);
      const rates: number[] = [];
      for (const card of await loadCards(root, set, 4)) {
        const { upright } = await inspect(card.bytes);
        const { text } = await recogniser.recognise(greyPgm(upright), {
          languages: [set.language],
          segmentation: 'auto',
          signal: new AbortController().signal,
          deadlineMs: 60_000,
        });
        rates.push(characterErrorRate(text, card.truth));
      }
      expect(rates.length).toBeGreaterThan(2);
      expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeLessThan(floor);
    },
  );
});
