import { Problem } from '@cardmill/contracts';
import type { z } from 'zod';

import { ProblemError, UnexpectedReply } from './problem.ts';

/** Every call ends: reads and small writes within this, uploads set their own. */
const DEADLINE_MS = 30_000;

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  json?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  deadlineMs?: number;
  /** Statuses whose body has the expected form although they are no success. */
  alsoOk?: readonly number[];
}

/**
 * One call, its reply checked against the contract.
 * @throws ProblemError when the server says why, UnexpectedReply when it answers in another form, TypeError without a line.
 */
export async function request<S extends z.ZodType>(
  path: string,
  schema: S,
  options: RequestOptions = {},
): Promise<z.output<S>> {
  const response = await send(path, options);
  const body = await readJson(response);
  if (!response.ok && options.alsoOk?.includes(response.status) !== true) throw refusal(response, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  if (!response.ok) throw refusal(response, body);
  throw new UnexpectedReply(response.status, parsed.error);
}

/** A call whose reply has no body. */
export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  const response = await send(path, options);
  if (!response.ok) throw refusal(response, await readJson(response));
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', ...options.headers });
  if (options.json !== undefined) headers.set('content-type', 'application/json');
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  return fetch(path, {
    method: options.method ?? 'GET',
    headers,
    body: options.json === undefined ? (options.form ?? null) : JSON.stringify(options.json),
    signal: options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]),
  });
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (error) {
    throw new UnexpectedReply(response.status, error);
  }
}

function refusal(response: Response, body: unknown): Error {
  const problem = Problem.safeParse(body);
  return problem.success
    ? new ProblemError(problem.data)
    : new UnexpectedReply(response.status, problem.error);
}
