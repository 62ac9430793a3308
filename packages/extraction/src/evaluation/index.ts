export { characterErrorRate, comparable, countErrors, editDistance } from './character-error-rate.ts';
export { compareValue, fieldAccuracy, foldValue, isError } from './compare-value.ts';
export { errorRates, type ErrorRates, rateOf, textErrors, type TextErrors } from './error-rates.ts';
export { expectedErrors, MEASURED, type Prior } from './expected-errors.ts';
export { type Reviewable, reviewCurve } from './review-curve.ts';
export { groupsOf, recount, sureness } from './review-groups.ts';
export { mean, median, quantile } from './statistics.ts';
