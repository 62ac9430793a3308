import type { Scenario } from './harness/scenario.ts';
import { workerKilled } from './scenarios/f01-worker-killed.ts';
import { noWorkers } from './scenarios/f02-no-workers.ts';
import { zombie } from './scenarios/f03-zombie.ts';
import { poisonCard } from './scenarios/f04-poison-card.ts';
import { redisLost } from './scenarios/f05-redis-lost.ts';
import { redisAway } from './scenarios/f06-redis-away.ts';
import { redisSick } from './scenarios/f07-redis-sick.ts';
import { redisFull } from './scenarios/f08-redis-full.ts';
import { postgresDies } from './scenarios/f09-postgres-dies.ts';
import { postgresSlow } from './scenarios/f10-postgres-slow.ts';
import { storageSick } from './scenarios/f11-storage-sick.ts';
import { uploadCut } from './scenarios/f12-upload-cut.ts';
import { thousandWatchers } from './scenarios/f13-thousand-watchers.ts';
import { frozenWatcher } from './scenarios/f14-frozen-watcher.ts';
import { clocks } from './scenarios/f15-clocks.ts';
import { diskFull } from './scenarios/f16-disk-full.ts';
import { sentAgain } from './scenarios/f17-sent-again.ts';
import { startRaces } from './scenarios/f18-start-races.ts';
import { cancelRaces } from './scenarios/f19-cancel-races.ts';
import { retryRaces } from './scenarios/f20-retry-races.ts';
import { deleteRaces } from './scenarios/f21-delete-races.ts';
import { collectorRaces } from './scenarios/f22-collector-races.ts';
import { dispatcherKilled } from './scenarios/f23-dispatcher-killed.ts';
import { flood } from './scenarios/f24-flood.ts';
import { rollingRestart } from './scenarios/f25-rolling-restart.ts';
import { readingHangs } from './scenarios/f26-reading-hangs.ts';
import { hintsLost } from './scenarios/f27-hints-lost.ts';
import { versionFromTheFuture } from './scenarios/f29-version-from-the-future.ts';

/** Every scenario, in the order of their numbers. F28, the browser, is e2e/browser.test.ts; F30 is the soak. */
export const SCENARIOS: readonly Scenario[] = [
  workerKilled,
  noWorkers,
  zombie,
  poisonCard,
  redisLost,
  redisAway,
  redisSick,
  redisFull,
  postgresDies,
  postgresSlow,
  storageSick,
  uploadCut,
  thousandWatchers,
  frozenWatcher,
  clocks,
  diskFull,
  sentAgain,
  startRaces,
  cancelRaces,
  retryRaces,
  deleteRaces,
  collectorRaces,
  dispatcherKilled,
  flood,
  rollingRestart,
  readingHangs,
  hintsLost,
  versionFromTheFuture,
];
