export { characterErrorRate, comparable, countErrors, editDistance } from './character-error-rate.ts';
