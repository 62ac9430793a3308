import type { ActionReply } from '@cardmill/contracts';
import type { ActionOutcome } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

import type { Api } from '../deps.ts';

/** The answer of an action that is committed, after everybody was told. @throws ProblemError why it was not done */
export function acted(api: Pick<Api, 'hints' | 'ring'>, batch: string, outcome: ActionOutcome): ActionReply {
  if (!outcome.ok) throw new ProblemError(outcome.code);
  api.hints.send({ batch, seq: outcome.seq, kind: 'action' });
  api.ring();
  return { batch, changed: outcome.changed };
}
