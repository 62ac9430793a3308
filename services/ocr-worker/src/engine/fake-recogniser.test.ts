import { CardError } from '../imaging/card-error.ts';
import { encodePgm, type GreyImage } from '../imaging/pgm.ts';
import { createFakeRecogniser } from './fake-recogniser.ts';
import { recogniserBehaves } from './recogniser.suite.ts';

const blank = (width: number): GreyImage => ({
  pgm: encodePgm(new Uint8Array(width * 10), width, 10),
  width,
  height: 10,
  dpi: 300,
});
const card = blank(100);
const broken = blank(101);
const slow = blank(102);

recogniserBehaves(
  'the fake',
  async () =>
    await Promise.resolve({
      make: () =>
        createFakeRecogniser((image) => {
          if (image === broken) return { kind: 'fail', error: new CardError('ocr_failed', 'scripted') };
          if (image === slow) return { kind: 'hang' };
          return { kind: 'read', lines: ['Komponist: Bach', 'Titel: Messe'], delayMs: 5 };
        }),
      card,
      text: 'Bach',
      broken,
      slow,
    }),
);
