import { resolve } from 'node:path';

import { ConfigError, envInt, envPort, logLevel, parseConfig } from '@cardmill/server-kit';
import { z } from 'zod';

/** Environment of every command; `.env.example` says what each means. A flag of the same meaning wins. */
const schema = z.object({
  CARDMILL_BIND: z.string().default('127.0.0.1'),
  CARDMILL_PORT: envPort().default(8080),
  CARDMILL_DATA: z.string().optional(),
  CARDMILL_WORKERS: envInt(1, 256).optional(),
  CARDMILL_URL: z.url({ protocol: /^https?$/, error: 'must be http://… or https://…' }).optional(),
  ALLOWED_ORIGINS: z.string().default(''),
  LOG_LEVEL: logLevel,
});

const flagOf = {
  CARDMILL_BIND: '--host',
  CARDMILL_PORT: '--port',
  CARDMILL_DATA: '--data',
  CARDMILL_WORKERS: '--workers',
  CARDMILL_URL: '--url',
} as const;

/** Flags as they were typed. */
export interface Flags {
  host?: string;
  port?: string;
  data?: string;
  workers?: string;
  url?: string;
}

export interface Settings {
  host: string;
  port: number;
  /** Absolute; undefined when neither flag nor environment names one. */
  dataDir: string | undefined;
  /** Worker processes. */
  workers: number;
  /** Origin of a Cardmill that runs already, without a slash at the end. */
  url: string | undefined;
  origins: readonly string[];
  logLevel: z.output<typeof logLevel>;
}

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** The repository. */
  root: string;
  /** Where the person typed the command; npm says so in INIT_CWD and starts scripts elsewhere. */
  invokedIn: string;
  cores: number;
}

// More recognisers than four leave little for the database and the pages on one machine.
const mostWorkers = 4;

/**
 * Flags over environment over defaults. A path in a flag is relative to where it was typed, one in the
 * environment to the repository, where `.env` is.
 *
 * @throws ConfigError naming the flags and variables that are wrong
 */
export function resolveSettings(flags: Flags, around: Surroundings): Settings {
  const { env, root, invokedIn, cores } = around;
  const given: Record<keyof typeof flagOf, string | undefined> = {
    CARDMILL_BIND: flags.host,
    CARDMILL_PORT: flags.port,
    CARDMILL_DATA: flags.data,
    CARDMILL_WORKERS: flags.workers,
    CARDMILL_URL: flags.url,
  };
  const typed = Object.entries(given).filter(([, value]) => value !== undefined);
  const empty = typed.find(([, value]) => value?.trim() === '');
  if (empty !== undefined) throw new ConfigError([`${nameFlag(empty[0])}: has no value`]);
  const config = parse({ ...env, ...Object.fromEntries(typed) });
  const { CARDMILL_DATA: data } = config;
  return {
    host: config.CARDMILL_BIND,
    port: config.CARDMILL_PORT,
    dataDir: data === undefined ? undefined : resolve(flags.data === undefined ? root : invokedIn, data),
    workers: config.CARDMILL_WORKERS ?? Math.max(1, Math.min(mostWorkers, cores)),
    url: config.CARDMILL_URL === undefined ? undefined : originOf(config.CARDMILL_URL),
    origins: config.ALLOWED_ORIGINS.split(',').flatMap((origin) => origin.trim() || []),
    logLevel: config.LOG_LEVEL,
  };
}

function parse(env: Readonly<Record<string, string | undefined>>): z.output<typeof schema> {
  try {
    return parseConfig(schema, env);
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    throw new ConfigError(err.problems.map((problem) => problem.replace(/^[A-Z_]+/, nameFlag)));
  }
}

function nameFlag(variable: string): string {
  return variable in flagOf ? `${flagOf[variable as keyof typeof flagOf]} (${variable})` : variable;
}

function originOf(url: string): string {
  const { origin, pathname } = new URL(url);
  if (pathname !== '/') throw new ConfigError([`--url (CARDMILL_URL): only the origin, e.g. ${origin}`]);
  return origin;
}

// The system's, and every limit of a service that .env.example names. Addresses and stores are the
// launcher's to set: a DATABASE_URL that lies around in a shell is somebody else's.
const passedOn =
  /^(?:PATH|HOME|USER|TMPDIR|TZ|LANG|LC_.*|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|LOG_LEVEL|ALLOWED_ORIGINS|MAX_FILE_MB|MAX_TIFF_PAGES|MAX_MEGAPIXELS|DRAFT_DAYS|STOP_AFTER_MINUTES|GARBAGE_GRACE_MINUTES|DISPATCH_WINDOW|LEASE_MS|CARD_DEADLINE_MS|IDLE_POLL_MS|MODELS_DIR|RECOGNISER|FAKE_READING_MS|VISION_[A-Z_]+)$/i;
// The endpoint for handwriting and its key: only a worker has a use for them.
const ofWorkers = /^VISION_/i;

/** What the launcher's processes inherit of its environment. */
export function inheritedEnv(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name)));
}

/** The same for whatever is no worker. */
export const withoutWorkers = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !ofWorkers.test(name)));
