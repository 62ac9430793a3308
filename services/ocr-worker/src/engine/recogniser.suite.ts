import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { GreyImage } from '../imaging/pgm.ts';
import type { Recogniser, RecogniseOptions } from './recogniser.ts';

/** What the suite needs of an adapter: a maker, and images of which it is known what happens. */
export interface RecogniserCase {
  make(): Recogniser;
  /** Says `text`, at the least. */
  readonly card: GreyImage;
  readonly text: string;
  /** Not an image that can be read. */
  readonly broken: GreyImage;
  /** Takes longer than 100 ms. */
  readonly slow: GreyImage;
}

const never = () => new AbortController().signal;
const withDefaults = (options: Partial<RecogniseOptions> = {}): RecogniseOptions => ({
  languages: ['deu'],
  segmentation: 'column',
  deadlineMs: 60_000,
  signal: never(),
  ...options,
});

/** What every recogniser keeps to; each adapter runs it, and so does the fake. */
export function recogniserBehaves(name: string, prepare: () => Promise<RecogniserCase>): void {
  // Generous: a loaded machine starts an engine in seconds.
  describe(`${name} as a recogniser`, { timeout: 60_000 }, () => {
    let kit: RecogniserCase;
    let recogniser: Recogniser;
    beforeAll(async () => {
      kit = await prepare();
      recogniser = kit.make();
    });
    afterAll(async () => {
      await recogniser.close();
    });
    const reads = async () => {
      const { text } = await recogniser.recognise(kit.card, withDefaults());
      expect(text).toContain(kit.text);
    };

    it('reads words with boxes inside the image, and says by what', async () => {
      const { card } = kit;
      const read = await recogniser.recognise(card, withDefaults());
      expect(read.text).toContain(kit.text);
      expect(read.text).toBe(read.text.trim().normalize('NFC'));
      expect(read.words.map((word) => word.text).join(' ')).toContain(kit.text);
      for (const word of read.words) {
        expect(word.text).toMatch(/^\S/);
        expect(word.confidence).toBeGreaterThanOrEqual(0);
        expect(word.confidence).toBeLessThanOrEqual(100);
        expect(Math.min(word.x, word.y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(word.width, word.height)).toBeGreaterThan(0);
        expect(word.x + word.width).toBeLessThanOrEqual(card.width);
        expect(word.y + word.height).toBeLessThanOrEqual(card.height);
      }
      const lines = read.words.map((word) => word.line);
      expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      expect(new Set(lines)).toEqual(new Set(Array.from({ length: (lines.at(-1) ?? -1) + 1 }, (_, i) => i)));
      expect(read.confidence).toBeGreaterThan(0);
      expect(read.engine.name).not.toBe('');
      expect(read.engine.version).not.toBe('');
      expect(read.model.name).toContain('deu');
      expect(read.model.sha256).toMatch(/^[0-9a-f]{64}$/);
    });

    it('reads the next card after one that cannot be read', async () => {
      await expect(recogniser.recognise(kit.broken, withDefaults())).rejects.toMatchObject({
        code: 'ocr_failed',
      });
      await reads();
    });

    it('ends a card at its deadline and reads the next one', async () => {
      const started = Date.now();
      const slow = recogniser.recognise(kit.slow, withDefaults({ deadlineMs: 40 }));
      await expect(slow).rejects.toMatchObject({ code: 'ocr_timeout' });
      expect(Date.now() - started).toBeLessThan(10_000);
      await reads();
    });

    it('ends a card when its signal fires, with the reason of the signal', async () => {
      const abort = new AbortController();
      const reason = new Error('cancelled by the curator');
      const slow = recogniser.recognise(kit.slow, withDefaults({ signal: abort.signal }));
      setTimeout(() => abort.abort(reason), 20);
      await expect(slow).rejects.toBe(reason);
      await expect(recogniser.recognise(kit.card, withDefaults({ signal: abort.signal }))).rejects.toBe(
        reason,
      );
      await reads();
    });

    it('lets a waiting card leave the line without disturbing the one being read', async () => {
      const abort = new AbortController();
      const first = recogniser.recognise(kit.card, withDefaults());
      const second = recogniser.recognise(kit.card, withDefaults({ signal: abort.signal }));
      const third = recogniser.recognise(kit.card, withDefaults());
      abort.abort(new Error('cancelled'));
      await expect(second).rejects.toThrow('cancelled');
      expect((await first).text).toContain(kit.text);
      expect((await third).text).toContain(kit.text);
    });

    it('says that a language has no model, and reads on', async () => {
      for (const languages of [['xyz'], ['deu', 'xyz'], ['../../deu'], []]) {
        const missing = recogniser.recognise(kit.card, withDefaults({ languages }));
        await expect(missing).rejects.toMatchObject({ code: 'model_missing' });
      }
      await reads();
    });

    it('changes language between cards', async () => {
      const german = await recogniser.recognise(kit.card, withDefaults());
      const both = await recogniser.recognise(kit.card, withDefaults({ languages: ['deu', 'eng'] }));
      expect(both.model.name).toContain('deu+eng');
      expect(both.model.sha256).toMatch(/^[0-9a-f]{64}\+[0-9a-f]{64}$/);
      expect(both.model.sha256.startsWith(german.model.sha256)).toBe(true);
      expect((await recogniser.recognise(kit.card, withDefaults())).model).toEqual(german.model);
    });

    it('closes in the middle of a card, as often as it is asked', async () => {
      const closing = kit.make();
      const answer = closing.recognise(kit.slow, withDefaults()).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.all([closing.close(), closing.close(), closing.close()]);
      expect(await answer).toMatchObject({ code: 'shutting_down' });
      await expect(closing.recognise(kit.card, withDefaults())).rejects.toMatchObject({
        code: 'shutting_down',
      });
      await closing.close();
    });
  });
}
