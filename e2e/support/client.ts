import {
  Batch,
  type Problem,
  Problem as ProblemSchema,
  type ResultRow,
  UploadReply,
} from '@cardmill/contracts';
import { waitFor } from '@cardmill/testkit';

export interface TestFile {
  name: string;
  bytes: Uint8Array;
  type?: string;
}

/** The API as a station or a browser uses it. */
export function createClient(url: string) {
  const request = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(120_000) });

  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const expectOk = async (reply: Response): Promise<Response> => {
    if (reply.ok) return reply;
    throw new Error(`${reply.status} ${reply.url}: ${await reply.text()}`);
  };

  async function uploadRaw(
    fields: Record<string, string>,
    files: readonly TestFile[],
    path = '/api/v1/upload',
  ) {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.set(key, value);
    for (const { name, bytes, type } of files) {
      form.append('files', new Blob([new Uint8Array(bytes)], type === undefined ? {} : { type }), name);
    }
    return request(path, { method: 'POST', body: form });
  }

  const batch = async (name: string): Promise<Batch> =>
    Batch.parse(await (await expectOk(await request(`/api/v1/batches/${name}`))).json());

  return {
    url,
    request,
    send,
    uploadRaw,
    batch,

    async upload(
      fields: Record<string, string>,
      files: readonly TestFile[],
    ): Promise<UploadReply & { batch: string }> {
      const reply = UploadReply.parse(await (await expectOk(await uploadRaw(fields, files))).json());
      if (reply.batch === null) throw new Error('nothing was accepted');
      return { ...reply, batch: reply.batch };
    },

    async createBatch(body: Record<string, unknown>): Promise<Batch> {
      return Batch.parse(await (await expectOk(await send('POST', '/api/v1/batches', body))).json());
    },

    async act(name: string, action: string, body?: unknown): Promise<{ batch: string; changed: number }> {
      const reply = await expectOk(await send('POST', `/api/v1/batches/${name}/${action}`, body));
      if (reply.status !== 202) throw new Error(`expected 202, got ${reply.status}`);
      return (await reply.json()) as { batch: string; changed: number };
    },

    async results(name: string, query = ''): Promise<ResultRow[]> {
      return (await (
        await expectOk(await request(`/api/v1/batches/${name}/results${query}`))
      ).json()) as ResultRow[];
    },

    /** Waits until the batch is terminal. */
    ended: (name: string, timeoutMs = 120_000): Promise<Batch> =>
      waitFor(
        async () => {
          const now = await batch(name);
          return now.finishedAt === null ? undefined : now;
        },
        { timeoutMs, everyMs: 100, what: `the end of ${name}` },
      ),
  };
}
export type Client = ReturnType<typeof createClient>;

/** The problem document of a reply that must be one. */
export async function problemOf(reply: Response): Promise<Problem> {
  if (!(reply.headers.get('content-type') ?? '').startsWith('application/problem+json')) {
    throw new Error(`${reply.status} is not a problem: ${reply.headers.get('content-type')}`);
  }
  return ProblemSchema.parse(await reply.json());
}
