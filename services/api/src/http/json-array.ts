import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Request, Response } from 'express';

/**
 * Answers with a JSON array, row by row, so that memory stays flat. The first row is awaited before the status is sent:
 * a database that is away is a 503. Trouble after that cuts the answer off, so that it cannot look whole.
 */
export async function sendJsonArray(
  req: Request,
  res: Response,
  rows: AsyncIterable<unknown>,
): Promise<void> {
  await sendPieces(req, res, 'application/json; charset=utf-8', arrayOf(rows));
}

/** Sends text as it comes; see `sendJsonArray` for what happens when it fails. */
export async function sendPieces(
  req: Request,
  res: Response,
  mediaType: string,
  pieces: AsyncGenerator<string | Buffer>,
): Promise<void> {
  const first = await pieces.next();
  res.status(200).set('content-type', mediaType);
  if (req.method === 'HEAD') {
    await pieces.return(undefined);
    res.end();
    return;
  }
  async function* all(): AsyncGenerator<string | Buffer> {
    if (first.done !== true) yield first.value;
    yield* pieces;
  }
  try {
    await pipeline(Readable.from(all()), res);
  } catch (error) {
    // Whoever asked has gone away: nobody is there to be told.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
      throw error;
  }
}

async function* arrayOf(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[';
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[' ? '[]' : ']';
}
