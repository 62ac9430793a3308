// The guards, each with the edit that takes it out and the test that must notice. A text that is found no more, or more
// than once, is an error: a guard that was rewritten has to be looked at again.
import { batchGuards } from './batch.mjs';
import { cardGuards } from './card.mjs';
import { imagingGuards } from './imaging.mjs';
import { lineGuards } from './line.mjs';
import { pageGuards } from './pages.mjs';
import { sampleGuards } from './samples.mjs';
import { sweepGuards } from './sweep.mjs';
import { visionGuards } from './vision.mjs';

export const guards = [
  ...cardGuards,
  ...batchGuards,
  ...lineGuards,
  ...sweepGuards,
  ...sampleGuards,
  ...visionGuards,
  ...imagingGuards,
  ...pageGuards,
];
