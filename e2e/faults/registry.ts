import type { Scenario } from './harness/scenario.ts';
import { workerKilled } from './scenarios/f01-worker-killed.ts';
import { zombie } from './scenarios/f03-zombie.ts';
import { poisonCard } from './scenarios/f04-poison-card.ts';
import { redisLost } from './scenarios/f05-redis-lost.ts';
import { redisAway } from './scenarios/f06-redis-away.ts';
import { uploadCut } from './scenarios/f12-upload-cut.ts';
import { sentAgain } from './scenarios/f17-sent-again.ts';
import { cancelRaces } from './scenarios/f19-cancel-races.ts';
import { retryRaces } from './scenarios/f20-retry-races.ts';
import { deleteRaces } from './scenarios/f21-delete-races.ts';
import { hintsLost } from './scenarios/f27-hints-lost.ts';

/** Every scenario, in the order of their numbers. */
export const SCENARIOS: readonly Scenario[] = [
  workerKilled,
  zombie,
  poisonCard,
  redisLost,
  redisAway,
  uploadCut,
  sentAgain,
  cancelRaces,
  retryRaces,
  deleteRaces,
  hintsLost,
];
