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
  /** Goes through also when the page is closed meanwhile. */
  keepalive?: boolean;
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
  return checkReply({ status: response.status, text: await response.text() }, schema, options.alsoOk);
}

export interface RawReply {
  readonly status: number;
  readonly text: string;
}
const isOk = ({ status }: RawReply): boolean => status >= 200 && status < 300;

/**
 * A reply in the form agreed, however it was fetched.
 * @throws ProblemError, UnexpectedReply
 */
export function checkReply<S extends z.ZodType>(
  reply: RawReply,
  schema: S,
  alsoOk: readonly number[] = [],
): z.output<S> {
  const body = readJson(reply);
  if (!isOk(reply) && !alsoOk.includes(reply.status)) throw refusal(reply, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  if (!isOk(reply)) throw refusal(reply, body);
  throw new UnexpectedReply(reply.status, parsed.error);
}

/** A call whose reply has no body. */
export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  const response = await send(path, options);
  if (response.ok) return;
  const reply = { status: response.status, text: await response.text() };
  throw refusal(reply, readJson(reply));
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', ...options.headers });
  if (options.json !== undefined) headers.set('content-type', 'application/json');
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  return fetch(path, {
    method: options.method ?? 'GET',
    headers,
    keepalive: options.keepalive === true,
    body: options.json === undefined ? (options.form ?? null) : JSON.stringify(options.json),
    signal: options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]),
  });
}

function readJson({ status, text }: RawReply): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (error) {
    throw new UnexpectedReply(status, error);
  }
}

function refusal({ status }: RawReply, body: unknown): Error {
  const problem = Problem.safeParse(body);
  return problem.success ? new ProblemError(problem.data) : new UnexpectedReply(status, problem.error);
}
