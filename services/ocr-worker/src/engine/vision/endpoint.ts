import { PROMPT } from './prompt.ts';
import { type Said, saidIn } from './reply.ts';

/** Where a model that reads pictures is asked: Ollama, vLLM, llama.cpp or whoever speaks OpenAI's chat completions. */
export interface EndpointOptions {
  /** Address of the server, with or without `/v1` at its end. */
  readonly endpoint: string;
  readonly model: string;
  /** Sent as bearer token. */
  readonly apiKey?: string | undefined;
  readonly fetch?: typeof fetch;
}

/**
 * What came of one request. `why` never holds a word of the reply: servers quote keys and cards in their complaints.
 * - `said`: the model answered.
 * - `busy`, `broken`: later may be better; `afterMs` when the server says how much later.
 * - `refused`: the key, the model or the address is wrong.
 * - `unclear`: may be this picture's fault or the endpoint's.
 */
export type Answer =
  | ({ readonly kind: 'said' } & Said)
  | { readonly kind: 'busy' | 'broken'; readonly why: string; readonly afterMs: number | null }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unclear'; readonly why: string; readonly status: number };

export interface Endpoint {
  /** One request, without any bound but the signal's. @throws the signal's reason, nothing else */
  ask(picture: Uint8Array, maxTokens: number, signal: AbortSignal): Promise<Answer>;
}

export function createEndpoint({ endpoint, model, apiKey, fetch: send = fetch }: EndpointOptions): Endpoint {
  const url = `${endpoint.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  const bodyOf = (picture: Uint8Array, maxTokens: number): string =>
    JSON.stringify({
      model,
      temperature: 0,
      max_tokens: maxTokens,
      stream: false,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: PROMPT },
            {
              type: 'image_url',
              image_url: { url: `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}` },
            },
          ],
        },
      ],
    });
  return {
    async ask(picture, maxTokens, signal) {
      try {
        // Never followed elsewhere: the card and the key are for this address only.
        const request = { method: 'POST', headers, body: bodyOf(picture, maxTokens), signal } as const;
        const response = await send(url, { ...request, redirect: 'manual' });
        if (response.ok) {
          const said = await saidIn(response);
          return typeof said === 'string'
            ? { kind: 'unclear', why: said, status: response.status }
            : { kind: 'said', ...said };
        }
        await response.body?.cancel();
        return ofStatus(response.status, afterMs(response.headers.get('retry-after')));
      } catch (error) {
        signal.throwIfAborted();
        return { kind: 'broken', why: `no connection (${codeOf(error)})`, afterMs: null };
      }
    },
  };
}

function ofStatus(status: number, after: number | null): Answer {
  const why = `the endpoint answers ${status}`;
  if (status === 429 || status === 503) return { kind: 'busy', why, afterMs: after };
  if ([408, 502, 504].includes(status)) return { kind: 'broken', why, afterMs: after };
  if ([401, 403, 404].includes(status) || status < 400) return { kind: 'refused', why };
  return { kind: 'unclear', why, status };
}

/** Seconds or a date, as RFC 9110 has it. */
function afterMs(header: string | null): number | null {
  if (header === null || header.trim() === '') return null;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** `ECONNREFUSED` and the like stand in the cause of fetch's own error. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const each of [cause, error])
    if (each instanceof Error && 'code' in each && typeof each.code === 'string') return each.code;
  return 'cut off';
}
