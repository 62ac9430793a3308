import { envInt } from '@cardmill/server-kit';
import { z } from 'zod';

/** Node's `fetch` waits 5 minutes for the first byte of an answer, and no longer. */
const MOST_MS = 290_000;

/** Settings of the endpoint for handwriting; there is none unless both address and model are given. */
export const visionSettings = {
  /** Of an OpenAI-compatible server, with or without `/v1`. Cards are sent there. */
  VISION_URL: z
    .url({ protocol: /^https?$/, message: 'must be an http or https address' })
    .refine((url) => !URL.canParse(url) || hasNoKey(new URL(url)), {
      message: 'must hold no password and no query; the key belongs into VISION_API_KEY',
    })
    .optional(),
  VISION_MODEL: z.string().min(1).max(200).optional(),
  /** Bearer token. Refused here when no header can carry it: `fetch` would quote it in its complaint. */
  VISION_API_KEY: z
    .string()
    .regex(/^[\u0021-\u007E]+$/, 'must be one word of plain characters')
    .optional(),
  /** Longest wait for one answer. */
  VISION_TIMEOUT_MS: envInt(100, MOST_MS).default(60_000),
  /** Of one worker process. */
  VISION_REQUESTS_PER_MINUTE: envInt(1, 60_000).default(60),
};

const hasNoKey = (url: URL): boolean => url.username === '' && url.password === '' && url.search === '';

/** Half an endpoint is a mistake, never a silent "off". */
export const visionIsWhole = (config: {
  VISION_URL?: string | undefined;
  VISION_MODEL?: string | undefined;
}): boolean => (config.VISION_URL === undefined) === (config.VISION_MODEL === undefined);
