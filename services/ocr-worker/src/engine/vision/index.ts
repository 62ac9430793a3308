export { createVisionRecogniser, type VisionOptions } from './vision-recogniser.ts';
