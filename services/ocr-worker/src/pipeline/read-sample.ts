import type { AccessImage, Claim, SampleClaim, SampleReading } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

import { readCard, type ReadCardDeps } from './read-card.ts';

export type ReadSampleDeps = Omit<ReadCardDeps, 'db'>;

/**
 * Reads one card for somebody who tries a template: by the very code that reads cards, so that the trial says what the
 * run will give. What an attempt at the card itself would store, its images and what was noticed about its scan, is left
 * to that attempt.
 * @throws whatever went wrong; `verdict` says what it means.
 */
export async function readSample(
  deps: ReadSampleDeps,
  sample: SampleClaim,
  signal: AbortSignal,
): Promise<SampleReading> {
  const { width, height, orientation } = sample;
  let image: AccessImage | null = width === null || height === null ? null : { width, height, orientation };
  const reading = await readCard(
    {
      ...deps,
      store: { ...deps.store, put: async () => await Promise.resolve({ size: 0, sha256: '' }) },
      db: {
        work: {
          async inspected(_claim, { width, height, orientation = 0 }) {
            image = { width, height, orientation };
            return await Promise.resolve(true);
          },
        },
      },
    },
    asClaim(sample),
    signal,
  );
  image = reading?.image ?? image;
  if (reading === null || image === null) throw new ProblemError('ocr_failed');
  const { text, confidence, words, how } = reading;
  return { text, confidence, words, how, image };
}

/** The claim of a card that is to be read with the sample's settings, for no field. */
const asClaim = (sample: SampleClaim): Claim => ({
  cardId: sample.cardId,
  batchId: sample.batchId,
  batch: sample.batch,
  seq: 0,
  firstOfRun: false,
  recognise: true,
  run: 0,
  attempt: sample.attempt,
  crashCount: sample.crashCount,
  orientation: sample.orientation,
  inspected: sample.inspected && sample.width !== null && sample.height !== null,
  filename: sample.filename,
  page: sample.page,
  fileId: sample.fileId,
  sha256: sample.sha256,
  mediaType: sample.mediaType,
  fields: [],
  languages: sample.languages,
  options: sample.options,
});
