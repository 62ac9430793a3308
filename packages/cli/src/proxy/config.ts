import { envPort, logLevel } from '@cardmill/server-kit';
import { z } from 'zod';

/** Environment of the proxy when it runs as a process of its own (compose). */
export const proxySchema = z.object({
  /** Address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  PORT: envPort().default(8080),
  /** The machine's address that it is published at, when it listens within a container. */
  CARDMILL_BIND: z.string().optional(),
  /** Origins besides its own and the loopback ones under which it is called; comma list. */
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .transform((list) => list.filter((origin) => origin !== '')),
  /** Where the API and the notifier listen. */
  API_URL: z.url({ protocol: /^https?$/ }),
  NOTIFIER_URL: z.url({ protocol: /^https?$/ }),
  /** The built web. */
  WEB_DIR: z.string(),
  LOG_LEVEL: logLevel,
});
