export { characterErrorRate, comparable, countErrors, editDistance } from './character-error-rate.ts';
export {
  compareValue,
  type Comparison,
  fieldAccuracy,
  type FieldAccuracy,
  foldValue,
  isError,
} from './compare-value.ts';
export { errorRates, type ErrorRates, rateOf, textErrors, type TextErrors } from './error-rates.ts';
export { type Reviewable, reviewCurve, type ReviewPoint } from './review-curve.ts';
export { mean, median, quantile } from './statistics.ts';
