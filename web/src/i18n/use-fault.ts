import type { ProblemCode } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { ProblemError } from '../api/problem.ts';

export interface FaultWords {
  /** What happened, then what to do. */
  readonly sentence: string;
  /** For people who help: the stable code. */
  readonly code: string;
  readonly requestId: string | null;
}

/** Words for anything that was thrown, in the chosen language. */
export function useFault(): (error: unknown) => FaultWords {
  const { t } = useTranslation();
  const problem = useProblem();
  return (error) => {
    if (error instanceof ProblemError) {
      const code = error.problem.code;
      return {
        sentence: problem(code),
        code,
        requestId: error.problem.instance ?? null,
      };
    }
    const kind = error instanceof TypeError ? 'offline' : 'unexpected';
    return { sentence: `${t(`fault.${kind}.what`)} ${t(`fault.${kind}.todo`)}`, code: kind, requestId: null };
  };
}

/** What happened and what to do, for a stable code. */
export function useProblem(): (code: ProblemCode) => string {
  const { t } = useTranslation();
  return (code) => `${t(`problem.${code}.what`)} ${t(`problem.${code}.todo`)}`;
}
