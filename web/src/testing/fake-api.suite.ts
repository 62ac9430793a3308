import type { Batch, BatchProgress, Field, Template } from '@cardmill/contracts';
import { vi } from 'vitest';

import { progress } from './fake-socket.suite.ts';
import { fakeXhr } from './fake-xhr.suite.ts';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}
export type Answers = Record<string, (call: Call) => unknown>;

/** Answers calls by `METHOD /path`; anything else is 404, as on a server. Keeps what was called. */
export function fakeApi(answers: Answers): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://cardmill.test');
    const call: Call = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body,
      headers: new Headers(init.headers),
    };
    calls.push(call);
    const answer = answers[`${call.method} ${call.path}`];
    if (answer === undefined) return problem('not_found', 404);
    const given = await answer(call);
    if (given instanceof Response) return given;
    return given === undefined ? new Response(null, { status: 204 }) : Response.json(given);
  });
  fakeXhr();
  return calls;
}

export const problem = (code: string, status: number): Response =>
  Response.json({ type: 'about:blank', title: code, status, code }, { status });

export const makeField = (label: string, change: Partial<Field> = {}): Field => ({
  key: label.toLowerCase(),
  label,
  kind: 'text',
  synonyms: [],
  zone: null,
  pattern: null,
  vocabulary: [],
  required: false,
  ...change,
});

export const BATCH = 'drawer-14_20261121-081412_9f3c1ab2';
export const PATH = `/api/v1/batches/${BATCH}`;

export function makeBatch(change: Partial<Batch> = {}, moved: Partial<BatchProgress> = {}): Batch {
  const status = change.status ?? 'draft';
  return {
    name: BATCH,
    title: 'Drawer 14',
    station: 'Scanplatz 2',
    status,
    run: status === 'draft' ? 0 : 1,
    createdAt: '2026-11-21T08:14:12.000Z',
    startedAt: null,
    finishedAt: null,
    fileCount: 3,
    counts: { ready: 3, queued: 0, processing: 0, succeeded: 0, failed: 0, cancelled: 0 },
    errorCount: 0,
    fields: [],
    templateId: null,
    languages: ['deu'],
    options: {},
    version: 1,
    ...change,
    progress: progress(0, { batch: BATCH, status, total: 3, workers: 1, ...moved }),
  };
}

export const makeTemplate = (name: string, fields: Field[]): Template => ({
  id: name.toLowerCase(),
  name,
  builtIn: false,
  fields,
  createdAt: '2026-11-21T08:00:00.000Z',
  updatedAt: '2026-11-21T08:00:00.000Z',
});

export const list = (items: unknown[]): unknown => ({ items, next: null });
