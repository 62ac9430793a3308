import type { BatchSummary } from '@cardmill/contracts';

const DAY_MS = 86_400_000;

type Draft = Pick<BatchSummary, 'status'> & { readonly progress: { readonly updatedAt: string } };

/** When the server deletes a draft that nobody touches any more; null: never. */
export function draftEnd({ status, progress }: Draft, draftDays: number): Date | null {
  if (status !== 'draft' || draftDays === 0) return null;
  return new Date(new Date(progress.updatedAt).getTime() + draftDays * DAY_MS);
}

/** A draft that nobody has touched for a day was left lying: since when. */
export function leftSince({ status, progress }: Draft, now: Date): Date | null {
  const touched = new Date(progress.updatedAt);
  return status === 'draft' && now.getTime() - touched.getTime() > DAY_MS ? touched : null;
}
