import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { act, readCardAgain } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import type { BatchLive } from '../live/use-batch-live.ts';

interface Card {
  readonly cardId: string;
  readonly filename: string;
  readonly seq: number;
}

export const notReadKey = (batch: string) => ['not-read', batch] as const;

/** Failed cards taken again from this page: each shows in its place how that went. */
export function useReadAgain({ batch, watch, refresh }: BatchLive) {
  const client = useQueryClient();
  const fault = useFault();
  /** The outcome's number that a card had when it was taken again. */
  const [taken, setTaken] = useState<ReadonlyMap<string, number>>(new Map());
  const [refused, setRefused] = useState<string | null>(null);

  const attempt = async (cards: readonly Card[], call: () => Promise<unknown>): Promise<void> => {
    const before = taken;
    setTaken(new Map([...taken, ...cards.map((card) => [card.cardId, card.seq] as const)]));
    try {
      await call();
      setRefused(null);
    } catch (error) {
      setTaken(before);
      setRefused(fault(error).sentence);
    }
    await Promise.all([refresh(), client.invalidateQueries({ queryKey: notReadKey(batch.name) })]);
  };
  const latest = (card: Card): number => Math.max(card.seq, watch.outcomes.get(card.cardId)?.seq ?? 0);

  return {
    refused,
    /** Taken again, and no outcome since. */
    waits: (card: Card): boolean => {
      const seq = taken.get(card.cardId);
      return seq !== undefined && latest(card) <= seq;
    },
    wasTaken: (cardId: string): boolean => taken.has(cardId),
    one: (card: Card): void => void attempt([card], () => readCardAgain(batch.name, card.filename)),
    /** @param shown the failed cards on the page; all others of the batch are taken too */
    all: (shown: readonly Card[]): void => void attempt(shown, () => act(batch.name, 'retry', batch.run)),
  };
}
export type ReadAgain = ReturnType<typeof useReadAgain>;
