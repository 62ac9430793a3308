import { envInt, envPort, logLevel } from '@cardmill/server-kit';
import { storageConfigSchema } from '@cardmill/storage';
import { z } from 'zod';

/** Environment of the API. */
export const apiConfig = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  STORE: storageConfigSchema,
  LOG_LEVEL: logLevel,
  HOST: z.string().default('127.0.0.1'),
  /** 0 lets the system choose. */
  PORT: envPort().default(3000),
  /** Origins besides its own and the loopback ones whose pages may change something; comma list. */
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .transform((list) => list.filter((origin) => origin !== '')),
  MAX_FILE_MB: envInt(1, 4_096).default(64),
  MAX_TIFF_PAGES: envInt(1, 10_000).default(500),
  /** A draft nobody touched for so many days is deleted; 0 keeps drafts for good. */
  DRAFT_DAYS: envInt(0, 3_650).default(30),
  /** A batch that waits on one cause for so long, without a success, is stopped and says what to do. */
  STOP_AFTER_MINUTES: envInt(1, 1_440).default(10),
  /**
   * How long objects that nobody needs are kept: of deleted batches, replaced scans, uploads that broke off. Longer than
   * the longest attempt at a card, which may still be writing; 0 is for tests.
   */
  GARBAGE_GRACE_MINUTES: envInt(0, 525_600).default(60),
  /** Cards rung for or in hand at most, over all batches; three for each worker when that is more. */
  DISPATCH_WINDOW: envInt(1, 10_000).default(64),
  /** Database connections at most. */
  DATABASE_POOL: envInt(1, 200).default(12),
});
export type ApiConfig = z.infer<typeof apiConfig>;
