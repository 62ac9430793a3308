import { envInt, envPort, logLevel } from '@cardmill/server-kit';
import { z } from 'zod';

const MINUTE_MS = 60_000;

/** Environment of a notifier. */
export const notifierConfig = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  LOG_LEVEL: logLevel,
  HOST: z.string().default('127.0.0.1'),
  /** 0 lets the system choose. */
  PORT: envPort().default(3001),
  /** Origins besides its own and the loopback ones whose pages may connect; comma list. */
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .transform((list) => list.filter((origin) => origin !== '')),
  /** How often it looks by itself whether a watched batch changed, in milliseconds: what a lost hint costs. */
  POLL_MS: envInt(50, MINUTE_MS).default(2_000),
  /** Database connections at most. */
  DATABASE_POOL: envInt(1, 200).default(6),
});
export type NotifierConfig = z.infer<typeof notifierConfig>;
