import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import sharp from 'sharp';
import { z } from 'zod';

const Body = z.strictObject({
  model: z.string(),
  temperature: z.literal(0),
  max_tokens: z.int().min(1),
  stream: z.literal(false),
  messages: z.tuple([
    z.strictObject({
      role: z.literal('user'),
      content: z.tuple([
        z.strictObject({ type: z.literal('text'), text: z.string() }),
        z.strictObject({
          type: z.literal('image_url'),
          image_url: z.strictObject({ url: z.string().regex(/^data:image\/jpeg;base64,[\w+/]+=*$/) }),
        }),
      ]),
    }),
  ]),
});

/** A request as the stub got it. */
export interface StubRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly model: string;
  readonly prompt: string;
  /** Of the picture. */
  readonly width: number;
  readonly height: number;
  /** Asks for no more than one token: whether the endpoint works at all. */
  readonly proof: boolean;
  /** How many came before it, of cards or of proofs. */
  readonly call: number;
}

/** What the stub does: a completion, any other reply, a connection that breaks off, or silence. */
export type StubAnswer =
  | { readonly says: string | null; readonly finish?: string; readonly refusal?: string }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'cut'
  | 'cut in the reply'
  | 'endless'
  | 'hangs';

export interface VisionStub {
  readonly url: string;
  /** Cards, in order; without the proofs. */
  readonly cards: StubRequest[];
  readonly proofs: StubRequest[];
  /** Requests that the client gave up. */
  givenUp(): number;
  close(): Promise<void>;
}

/** An OpenAI-compatible endpoint on a port of its own that checks what it is sent and answers by script. */
export async function startVisionStub(
  onCard: (request: StubRequest) => StubAnswer,
  onProof: (request: StubRequest) => StubAnswer = () => ({ says: '', finish: 'length' }),
): Promise<VisionStub> {
  const cards: StubRequest[] = [];
  const proofs: StubRequest[] = [];
  let givenUp = 0;

  const serve = async (incoming: IncomingMessage, reply: ServerResponse): Promise<void> => {
    reply.on('close', () => (givenUp += reply.writableFinished ? 0 : 1));
    const { model, max_tokens: tokens, messages } = Body.parse(JSON.parse(await text(incoming)));
    const [{ content }] = messages;
    const picture = Buffer.from(content[1].image_url.url.split(',')[1] ?? '', 'base64');
    const { width, height } = await sharp(picture).metadata();
    const seen = tokens === 1 ? proofs : cards;
    const request: StubRequest = {
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      model,
      prompt: content[0].text,
      width,
      height,
      proof: tokens === 1,
      call: seen.length,
    };
    seen.push(request);
    answer(reply, request, request.proof ? onProof(request) : onCard(request));
  };
  const server = createServer((incoming, reply) => {
    serve(incoming, reply).catch((error: unknown) => {
      reply.writeHead(400).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cards,
    proofs,
    givenUp: () => givenUp,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(reply: ServerResponse, { model }: StubRequest, what: StubAnswer): void {
  switch (what) {
    case 'hangs':
      return;
    case 'cut':
      reply.destroy();
      return;
    case 'cut in the reply':
      reply.writeHead(200, { 'content-length': '1000' }).write('{"choices":[', () => reply.destroy());
      return;
    case 'endless': {
      reply.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!reply.destroyed && reply.write(' '.repeat(65_536)));
      };
      reply.on('drain', more);
      more();
      return;
    }
    default:
  }
  if ('status' in what) {
    reply.writeHead(what.status, what.headers).end(what.body ?? '');
    return;
  }
  const message = { role: 'assistant', content: what.says, refusal: what.refusal ?? null };
  reply.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: `${model}-served`,
      choices: [{ index: 0, message, finish_reason: what.finish ?? 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    }),
  );
}
