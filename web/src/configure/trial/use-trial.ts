import {
  type FieldInput,
  FREE_TEXT,
  type ReadingOptions,
  type TryReply,
  type TryRequest,
} from '@cardmill/contracts';
import { useEffect, useRef, useState } from 'react';

import { trySetUp } from '../../api/templates.ts';
import { useKept } from '../use-kept.ts';

/** What is tried: the set-up as it stands, saved or not, on some cards. */
export interface Ask {
  readonly fields: readonly FieldInput[];
  readonly languages: readonly string[];
  readonly options: ReadingOptions;
  /** Null: the server chooses, cards first that people have checked. */
  readonly filenames: readonly string[] | null;
}

interface Tried {
  readonly reply: TryReply;
  /** What it was asked, to tell when the set-up has changed since. */
  readonly asked: string;
  readonly readingAsked: string;
}

/** Fields are found anew in words that are there; other languages or cards are another reading. */
const readingOf = ({ languages, options, filenames }: Ask): string =>
  JSON.stringify([languages, { ...options, records: null }, filenames]);

/** Milliseconds of quiet after which a change of fields is tried by itself. */
const QUIET_MS = 700;

/** Tries the set-up on cards of the batch: when asked; then, as long as no card has to be read again, with every change. */
export function useTrial(batch: string, ask: Ask) {
  const [tried, setTried] = useKept<Tried | null>('tried', batch, null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const asked = JSON.stringify(ask);
  const readingAsked = readingOf(ask);
  const cancel = (): void => {
    controller.current?.abort();
    controller.current = null;
    setRunning(false);
  };
  const run = async (): Promise<void> => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    setRunning(true);
    setError(null);
    const body: TryRequest = {
      batch,
      fields: [...ask.fields],
      languages: [...ask.languages],
      options: ask.options,
      ...(ask.filenames === null ? {} : { filenames: [...ask.filenames] }),
    };
    try {
      for (let waiting = true; waiting;) {
        // Each call is bounded; cards that take long are seen one by one, and whoever has enough cancels.
        const reply = await trySetUp(FREE_TEXT, body, mine.signal);
        if (mine.signal.aborted) return;
        waiting = reply.waiting > 0;
        setTried(() => ({ reply, asked, readingAsked }));
      }
    } catch (caught) {
      if (!mine.signal.aborted) setError(caught);
    } finally {
      if (controller.current === mine) {
        controller.current = null;
        setRunning(false);
      }
    }
  };

  const stale = tried !== null && tried.asked !== asked;
  const follows =
    stale && tried.readingAsked === readingAsked && tried.reply.waiting === 0 && ask.fields.length > 0;
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const due = follows ? asked : null;
  useEffect(() => {
    if (due === null) return;
    const timer = setTimeout(() => void latest.current(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [due]);

  return {
    reply: tried?.reply ?? null,
    running,
    /** The set-up has changed since; `follows`: it is tried again by itself in a moment. */
    stale,
    follows,
    error,
    run: () => void run(),
    cancel,
  };
}
export type Trial = ReturnType<typeof useTrial>;
