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
  readonly waitsAsked: string;
}

/** Fields and records are found anew in words that are there; anything else asked of the reading has the cards read again. */
const readingOf = ({ options }: Ask): string => JSON.stringify({ ...options, records: null });

/** What waits for a person when it changes: other languages, other cards, and whatever a model for handwriting is asked, which is slow. */
const waitsOf = (ask: Ask): string =>
  JSON.stringify([ask.languages, ask.filenames, ask.options.handwriting === true ? readingOf(ask) : null]);

/** Milliseconds of quiet after which a change is tried by itself; longer where the cards are read again. */
const QUIET_MS = 700;
const QUIET_READING_MS = 1_500;

/** Tries the set-up on cards of the batch: when asked; then, as long as that is soon done, with every change. */
export function useTrial(batch: string, ask: Ask) {
  const [tried, setTried] = useKept<Tried | null>('tried', batch, null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const asked = JSON.stringify(ask);
  const readingAsked = readingOf(ask);
  const waitsAsked = waitsOf(ask);
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
        setTried(() => ({ reply, asked, readingAsked, waitsAsked }));
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
  const rereads = tried !== null && tried.readingAsked !== readingAsked;
  const follows =
    stale &&
    tried.waitsAsked === waitsAsked &&
    tried.reply.waiting === 0 &&
    (rereads || ask.fields.length > 0);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const due = follows ? asked : null;
  useEffect(() => {
    if (due === null) return;
    const timer = setTimeout(() => void latest.current(), rereads ? QUIET_READING_MS : QUIET_MS);
    return () => clearTimeout(timer);
  }, [due, rereads]);

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
