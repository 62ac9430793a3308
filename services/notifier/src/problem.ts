import { type Problem, type ProblemCode, PROBLEMS } from '@cardmill/contracts';
import { isDatabaseUnavailable } from '@cardmill/db';

/** The problem document of a code, as HTTP replies have it. */
export function problemOf(code: ProblemCode, detail?: string): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:cardmill:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What a failed read is to a subscriber: trouble that passes, or a defect whose words stay in our log. */
export const readProblem = (error: unknown): Problem =>
  problemOf(isDatabaseUnavailable(error) ? 'database_unavailable' : 'internal');
