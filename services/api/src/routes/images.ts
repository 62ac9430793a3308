import { pipeline } from 'node:stream/promises';

import { accessKey, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import type { CardImages } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';
import { ObjectNotFound, type ObjectStore } from '@cardmill/storage';
import { z } from 'zod';

import { requireBatchId } from '../batches/find.ts';
import { attachment } from '../http/attachment.ts';
import { defineRoute } from '../http/route.ts';
import { CardParams } from './params.ts';

const Variant = z.enum(['access', 'thumbnail', 'original']);
type Variant = z.infer<typeof Variant>;
const ImageQuery = z.object({
  variant: Variant.default('access'),
  /** Any word that changes with the image, e.g. the card's version: then the answer may be kept for good. */
  v: z.string().max(100).optional(),
});

const YEAR_S = 365 * 86_400;

export const image = defineRoute({
  method: 'get',
  path: '/batches-static/{batch}/{filename}',
  summary: 'An image of a card, also of a failed one; the original as an attachment.',
  params: CardParams,
  query: ImageQuery,
  replies: {
    200: { description: 'The image', mediaType: 'image/*' },
    304: { description: 'What you have is current' },
  },
  problems: ['batch_not_found', 'card_not_found', 'not_ready'],
  async handle({ api, params, query, req, res }) {
    const card = await api.db.findCardImages(params.batch, params.filename);
    if (card === null) {
      await requireBatchId(api.db, params.batch);
      throw new ProblemError('card_not_found');
    }
    // An object never changes: its key names the bytes.
    const etag = `"${card.fileId}-${query.variant}${card.orientation === 0 ? '' : `-${card.orientation}`}"`;
    const keep = query.v === undefined ? 'no-cache' : `max-age=${YEAR_S}, immutable`;
    const known = req.headers['if-none-match']?.split(/\s*,\s*/).includes(etag) === true;
    if (known) {
      res
        .status(304)
        .set({ etag, 'cache-control': `private, ${keep}` })
        .end();
      return;
    }
    const leaving = new AbortController();
    res.once('close', () => leaving.abort());
    const { stream, size } = await open(api.store, keyOf(card, query.variant), query.variant, leaving.signal);
    res.status(200).set({
      etag,
      'cache-control': `private, ${keep}`,
      'content-type': query.variant === 'original' ? card.mediaType : 'image/jpeg',
      'content-length': String(size),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      ...(query.variant === 'original' ? { 'content-disposition': attachment(card.filename) } : {}),
    });
    if (req.method === 'HEAD') {
      stream.destroy();
      res.end();
      return;
    }
    await pipeline(stream, res).catch((error: unknown) => {
      // The browser scrolled on: nobody is there to be told.
      if (!leaving.signal.aborted) throw error;
    });
  },
});

async function open(store: Pick<ObjectStore, 'get'>, key: string, variant: Variant, signal: AbortSignal) {
  try {
    return await store.get(key, { signal });
  } catch (cause) {
    if (!(cause instanceof ObjectNotFound)) throw cause;
    throw new ProblemError(variant === 'original' ? 'not_found' : 'not_ready', { cause });
  }
}

function keyOf(card: CardImages, variant: Variant): string {
  switch (variant) {
    case 'original':
      return originalKey(card.batchId, card.fileId);
    case 'access':
      return accessKey(card);
    case 'thumbnail':
      return thumbnailKey(card);
  }
}
