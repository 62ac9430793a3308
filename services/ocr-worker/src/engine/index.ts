export {
  createFakeRecogniser,
  type FakeOutcome,
  type FakeRecogniser,
  type FakeScript,
} from './fake-recogniser.ts';
export { createEngines, type Engines } from './engines.ts';
export {
  createFolderModels,
  createNpmModels,
  createShippedModels,
  type LoadedModel,
  type ModelFile,
  type ModelSource,
  type NpmQuality,
} from './models.ts';
export type { RecognisedWord, Recogniser, RecogniseOptions, Recognition } from './recogniser.ts';
export { createTesseractRecogniser, type TesseractOptions } from './tesseract-recogniser.ts';
export { createVisionRecogniser, type VisionOptions } from './vision/index.ts';
