import { hostname } from 'node:os';

import { envInt, envPort, logLevel } from '@cardmill/server-kit';
import { storageConfigSchema } from '@cardmill/storage';
import { z } from 'zod';

import { visionIsWhole, visionSettings } from './vision-config.ts';

const MINUTE_MS = 60_000;

const settings = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  STORE: storageConfigSchema,
  LOG_LEVEL: logLevel,
  /** Names the worker in the database and the logs; unique among the running ones. */
  WORKER_ID: z.string().min(1).default(`${hostname()}-${process.pid}`),
  /** Folder with `<lang>.traineddata`, and nothing else then; when absent Debian's, else those of the npm packages. */
  MODELS_DIR: z.string().optional(),
  /** How long a card stays in hand without a heartbeat. */
  LEASE_MS: envInt(500, 10 * MINUTE_MS).default(30_000),
  /** Bound of reading one card. */
  CARD_DEADLINE_MS: envInt(100, 60 * MINUTE_MS).default(2 * MINUTE_MS),
  MAX_MEGAPIXELS: envInt(1, 1_000).default(100),
  /** Largest original that is fetched, the API's own limit. */
  MAX_FILE_MB: envInt(1, 4_096).default(64),
  /** How often a worker without work looks for cards by itself. */
  IDLE_POLL_MS: envInt(50, MINUTE_MS).default(2_000),
  /** `fake` reads nothing: for tests of the line without the cost of reading. */
  RECOGNISER: z.enum(['tesseract', 'fake']).default('tesseract'),
  /** How long a fake reading takes: `40`, or `20-80` for one drawn anew for each card. */
  FAKE_READING_MS: z
    .string()
    .regex(/^\d+(-\d+)?$/, 'must be milliseconds, or from-to')
    .default('0')
    .transform((range) => {
      const [fromMs = 0, toMs = fromMs] = range.split('-').map(Number);
      return { fromMs, toMs };
    }),
  /** The same seed draws the same durations. */
  FAKE_SEED: z.string().default(''),
  HOST: z.string().default('127.0.0.1'),
  /** Port of health and metrics; 0 lets the system choose. */
  OPS_PORT: envPort().default(0),
  ...visionSettings,
});

/** Environment of an OCR worker. Durations in milliseconds. */
export const workerConfig = settings.refine(visionIsWhole, {
  path: ['VISION_MODEL'],
  message: 'VISION_URL and VISION_MODEL are given together or not at all',
});
export type WorkerConfig = z.infer<typeof workerConfig>;
