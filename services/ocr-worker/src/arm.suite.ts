import { setTimeout as sleep } from 'node:timers/promises';

import { armFailPoints } from '@cardmill/server-kit/fail-points';

// Preloaded into a spawned worker. ARMED is `point:action`: there it `stops` (and goes on when it is told to) or `hangs`.
const [point, action] = (process.env['ARMED'] ?? '').split(':');

if (point !== '')
  armFailPoints(async (reached) => {
    if (reached !== point) return;
    if (action === 'hangs') await new Promise(() => undefined);
    process.kill(process.pid, 'SIGSTOP');
    // The signal takes a moment, in which nothing more may be done.
    await sleep(50);
  });
