import { setTimeout as sleep } from 'node:timers/promises';

import { Problem } from '@cardmill/contracts';
import type { ProblemCode } from '@cardmill/contracts';
import type { z } from 'zod';

/** The server answered with a problem. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Undefined when something else than Cardmill answered. */
  readonly code: ProblemCode | undefined;

  constructor(status: number, code: ProblemCode | undefined, message: string) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
  }
}

/** The server did not answer for so long that nobody waits any more. */
export class ServerAway extends Error {
  readonly code = 'server_away';
}

export interface ApiOptions {
  /** Without a slash at the end. */
  origin: string;
  /** Ends every call. */
  signal: AbortSignal;
  /** How long a server that is away or in trouble is waited for (60,000 ms). */
  patienceMs?: number;
  /** Told once each time waiting begins. */
  say: (line: string) => void;
}

/** Asks the server, and asks again while it is away. */
export interface Api {
  origin: string;
  signal: AbortSignal;
  /** Runs a call until it succeeds, is refused for good, or patience ends. */
  patiently: <T>(call: () => Promise<T>) => Promise<T>;
  /** One JSON call, within 30 s, patiently. */
  json: <S extends z.ZodType>(method: string, path: string, reply: S, body?: unknown) => Promise<z.output<S>>;
}

const callMs = 30_000;
const longestPauseMs = 5_000;

export function createApi(options: ApiOptions): Api {
  const { origin, signal, say, patienceMs = 60_000 } = options;

  async function patiently<T>(call: () => Promise<T>): Promise<T> {
    let since: number | undefined;
    for (let tries = 0; ; tries += 1) {
      signal.throwIfAborted();
      try {
        return await call();
      } catch (cause) {
        signal.throwIfAborted();
        if (!passes(cause)) throw cause;
        since ??= Date.now();
        const why = cause instanceof Error ? reasonOf(cause) : String(cause);
        if (Date.now() - since > patienceMs)
          throw new ServerAway(`${origin} does not answer: ${why}`, { cause });
        if (tries === 0) say(`${origin} does not answer (${why}); trying again`);
        await sleep(Math.min(200 * 2 ** tries, longestPauseMs), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  return {
    origin,
    signal,
    patiently,
    json: (method, path, reply, body) =>
      patiently(async () => {
        const response = await fetch(`${origin}${path}`, {
          method,
          signal: AbortSignal.any([signal, AbortSignal.timeout(callMs)]),
          ...(body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        });
        const text = await response.text();
        if (!response.ok) throw problemOf(response.status, text);
        return reply.parse(JSON.parse(text));
      }),
  };
}

/** The problem in a reply that is no success. */
export function problemOf(status: number, text: string): ApiProblem {
  try {
    const problem = Problem.parse(JSON.parse(text));
    const details = (problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
    const words = [problem.detail ?? problem.title, ...details].join(' ');
    return new ApiProblem(status, problem.code, words);
  } catch {
    return new ApiProblem(status, undefined, `HTTP ${status}, which is no answer of Cardmill's`);
  }
}

/** True for trouble that waiting may cure: no connection, a proxy without its server, a restart. */
function passes(cause: unknown): boolean {
  if (cause instanceof ApiProblem)
    return cause.status >= 500 && cause.code !== 'storage_refused' && cause.code !== 'storage_full';
  if (cause instanceof DOMException) return cause.name === 'TimeoutError';
  // What fetch and node:http throw when the line breaks; a zod or JSON error is no such thing.
  return (
    cause instanceof Error &&
    (cause.message === 'fetch failed' ||
      cause.message === 'terminated' ||
      'syscall' in cause ||
      codeOf(cause) === 'ECONNRESET')
  );
}

function reasonOf(error: Error): string {
  const inner = error.cause instanceof Error ? error.cause : error;
  return codeOf(inner) ?? inner.message;
}

const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;
