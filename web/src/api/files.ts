import { CardState, CodedError, FileEntry, Flag, listOf } from '@cardmill/contracts';
import { z } from 'zod';

import { request, requestNothing } from './request.ts';
import { batchUrl, fileUrl, query } from './urls.ts';

/** A card as it stands, with or without a result. */
export const CardEntry = z.object({
  cardId: z.string(),
  filename: z.string(),
  page: z.int(),
  position: z.int(),
  state: CardState,
  /** Null until a worker has looked at the scan: then there is no thumbnail yet. */
  inspectedAt: z.string().nullable(),
  /** Pixels of the upright access image. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  flags: z.array(Flag),
  error: CodedError.nullable(),
});
export type CardEntry = z.infer<typeof CardEntry>;
const CardList = listOf(CardEntry);

const PAGE = 500;

/** One page of the cards of a batch. @param from position after which to begin */
export const listSomeCards = (batch: string, from: number, signal?: AbortSignal) =>
  request(`${batchUrl(batch)}/files${query({ limit: PAGE, after: String(from) })}`, CardList, { signal });

/** The cards of a batch in order, page by page. @param from position after which to begin */
export async function listCards(batch: string, from = 0, signal?: AbortSignal): Promise<CardEntry[]> {
  const all: CardEntry[] = [];
  for (let after = String(from); ;) {
    const page = await listSomeCards(batch, Number(after), signal);
    all.push(...page.items);
    if (page.next === null) return all;
    after = page.next;
  }
}

/** An hour: a slow line with large scans is slow, not broken; a line that is cut ends sooner by itself. */
const UPLOAD_DEADLINE_MS = 3_600_000;

export const removeFile = (batch: string, filename: string) =>
  requestNothing(fileUrl(batch, filename), { method: 'DELETE' });

/** A new scan of a card; the old one stays until it is accepted. */
export function replaceFile(batch: string, filename: string, file: File) {
  const form = new FormData();
  form.append('files', file, filename);
  return request(fileUrl(batch, filename), FileEntry, {
    method: 'PUT',
    form,
    deadlineMs: UPLOAD_DEADLINE_MS,
    alsoOk: [422],
  });
}

export async function firstCard(batch: string, signal?: AbortSignal): Promise<CardEntry | null> {
  const page = await request(`${batchUrl(batch)}/files${query({ limit: 1 })}`, CardList, { signal });
  return page.items[0] ?? null;
}
