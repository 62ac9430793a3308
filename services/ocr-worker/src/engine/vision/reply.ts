import { z } from 'zod';

/** Bytes. A card's text is a few thousand; what is longer is not an answer. */
const MAX_BYTES = 1_000_000;

const Completion = z.object({
  /** What the endpoint says has answered: it may know the model by another name. */
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

/** What a model said. `fault`: why that is not the whole text of the card; null when it is. */
export interface Said {
  readonly text: string;
  readonly model: string | null;
  readonly fault: string | null;
}

/** The reply's words, or a sentence (without any of them) on why there are none. @throws what the connection breaks with */
export async function saidIn(response: Response): Promise<Said | string> {
  const body = await boundedBody(response);
  if (body === null) return `the reply is longer than ${MAX_BYTES} bytes`;
  const parsed = Completion.safeParse(jsonOrNull(body));
  const choice = parsed.data?.choices[0];
  if (choice === undefined) return 'the reply is no chat completion';
  const { content, refusal } = choice.message;
  return {
    text: content ?? '',
    model: parsed.data?.model ?? null,
    fault: faultOf(choice.finish_reason, refusal),
  };
}

/** A text that ends where the tokens ended looks like a whole one to everybody after this. */
function faultOf(finish: string | null | undefined, refusal: string | null | undefined): string | null {
  if (refusal !== null && refusal !== undefined && refusal !== '')
    return 'the model declined to read the card';
  if (finish === 'length') return 'the model went on without an end';
  if (finish === 'content_filter') return 'the endpoint held the text back';
  return null;
}

async function boundedBody(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest of the reply.
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
