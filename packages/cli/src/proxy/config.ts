import { envPort, logLevel } from '@cardmill/server-kit';
import { z } from 'zod';

/** Environment of the proxy when it runs as a process of its own (compose). */
export const proxySchema = z.object({
  /** Address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  PORT: envPort().default(8080),
  /** Where the API and the notifier listen. */
  API_URL: z.url({ protocol: /^https?$/ }),
  NOTIFIER_URL: z.url({ protocol: /^https?$/ }),
  /** The built web. */
  WEB_DIR: z.string(),
  LOG_LEVEL: logLevel,
});
