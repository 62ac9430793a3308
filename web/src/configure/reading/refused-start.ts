import { ProblemError } from '../../api/problem.ts';
import type { AutosaveState } from '../autosave.ts';

/** The server does not take the pattern with which a record begins. */
export const isStartRefused = ({ error }: AutosaveState): boolean =>
  error instanceof ProblemError &&
  error.problem.code === 'pattern_invalid' &&
  error.problem.errors?.some(({ path }) => path === 'body.options.records.pattern') === true;
