import { join } from 'node:path';

import { createLogger } from '@cardmill/server-kit';
import type { Logger } from '@cardmill/server-kit';
import { pino } from 'pino';

/** How much is logged. */
export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** The launcher's own log, beside those of its processes: standard output is for people. */
export function createLauncherLogger(logs: string, level: LogLevel): Logger {
  const destination = pino.destination({ dest: join(logs, 'launcher.log'), sync: true, mode: 0o600 });
  return createLogger({ service: 'launcher', level, destination });
}
