import { setTimeout as sleep } from 'node:timers/promises';

import { armFailPoints } from '@cardmill/server-kit/fail-points';

// Preloaded into a spawned worker: at the point, and the card of this name if one is given, it
// `dies` (as by the kernel), `stops` (goes on when it is told to) or `hangs` for ever.
const [point, action, key] = (process.env['ARMED'] ?? '').split(':');

if (point !== '')
  armFailPoints(async (reached, at) => {
    if (reached !== point || (key !== undefined && key !== at)) return;
    if (action === 'hangs') await new Promise(() => undefined);
    process.kill(process.pid, action === 'dies' ? 'SIGKILL' : 'SIGSTOP');
    // The signal takes a moment, in which nothing more may be done.
    await sleep(50);
  });
