import type { FileEntry, UploadReply } from '@cardmill/contracts';

import { ProblemError, UnexpectedReply } from '../api/problem.ts';
import { canSendAgain, type Counts, countItems, type Given, type UploadItem } from './items.ts';
import { mayBegin, type Place, placeOf } from './order.ts';
import { keyOf, markOf, NO_PAST, type OutcomeNote, type Past, without } from './past.ts';
import { sendOne } from './send-one.ts';
import { takeIn } from './take-in.ts';

export interface UploaderDeps {
  send: (
    file: File,
    how: { before: readonly string[]; onSent: (bytes: number) => void; signal: AbortSignal },
  ) => Promise<UploadReply>;
  /** Waits before the nth try in a row; resolves early when the line may be back. */
  wait: (tries: number, signal: AbortSignal) => Promise<void>;
  /** Gathers changes: the page is told once for many of them. */
  gather: (tell: () => void) => void;
  /** Kept in the browser for the time after a reload. */
  noteOutcome: (note: OutcomeNote) => void;
}

export interface UploadState extends Counts {
  readonly phase: 'idle' | 'sending' | 'paused' | 'lost' | 'stopped';
  /** All files given, by place. */
  readonly items: readonly UploadItem[];
  /** Why sending stopped, or what it waits for. */
  readonly error: unknown;
  readonly past: Past;
}

const AT_ONCE = 3;
/** A file that the server cannot take must not hold up the others; when it can take none, going on helps nobody. */
const FAILURES_IN_A_ROW = 3;

/**
 * Sends the files of one batch in the background, some at once, each with a state of its own. Its place in the drawer
 * goes with each file, so the order given is kept.
 */
export function createUploader(deps: UploaderDeps) {
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  const onTheWay = new Map<number, Place>();
  const lost = new Map<number, unknown>();
  const items: UploadItem[] = [];
  let past = NO_PAST;
  let round = 0;
  /** No file before this one waits. */
  let first = 0;
  let paused = false;
  let stop: { error: unknown } | null = null;
  let failures = 0;
  let state: UploadState = stateNow();

  function stateNow(): UploadState {
    const counts = countItems(items, round);
    const open = counts.waiting + counts.sending > 0;
    const [lack] = lost.values();
    const [phase, error]: [UploadState['phase'], unknown] =
      stop !== null
        ? ['stopped', stop.error]
        : paused && open
          ? ['paused', null]
          : lost.size > 0
            ? ['lost', lack]
            : [open ? 'sending' : 'idle', null];
    return { ...counts, phase, error, past, items: [...items] };
  }
  const changed = (): void =>
    deps.gather(() => {
      state = stateNow();
      for (const listener of listeners) listener();
    });
  function change(id: number, to: Partial<UploadItem>): UploadItem | null {
    const item = items[id];
    if (item === undefined) return null;
    const now = { ...item, ...to };
    items[id] = now;
    changed();
    return now;
  }
  const isOpen = (): boolean => onTheWay.size > 0 || items.some((item) => item.state === 'waiting');

  function pump(): void {
    if (paused || stop !== null || lost.size > 0 || ended.signal.aborted) return;
    while (onTheWay.size < AT_ONCE) {
      while (first < items.length && items[first]?.state !== 'waiting') first += 1;
      const item = items[first];
      if (item === undefined) return;
      const place = placeOf(items, item.id);
      if (!mayBegin(item.id, place, onTheWay)) return;
      onTheWay.set(item.id, place);
      change(item.id, { state: 'sending', sent: 0, code: null });
      void send(item, place).finally(() => {
        onTheWay.delete(item.id);
        lost.delete(item.id);
        changed();
        pump();
      });
    }
  }

  async function send({ id, file, unsure }: UploadItem, { before }: Place): Promise<void> {
    const back = (mayBeThere: boolean): void => {
      change(id, { state: 'waiting', sent: 0, unsure: unsure || mayBeThere });
      first = Math.min(first, id);
    };
    try {
      const answer = await sendOne(file, {
        send: async () => {
          const reply = await deps.send(file, {
            before,
            onSent: (sent) => void change(id, { sent }),
            signal: ended.signal,
          });
          lost.delete(id);
          return reply;
        },
        wait: (tries) => deps.wait(tries, ended.signal),
        onLost: (error) => {
          lost.set(id, error);
          change(id, { sent: 0 });
        },
        rests: () => paused || ended.signal.aborted,
      });
      failures = answer.kind === 'entry' ? 0 : failures;
      if (answer.kind === 'entry') settle(id, answer.entry, unsure || answer.again);
      else if (answer.kind === 'gone') settle(id, brokenOff(file), false);
      else back(true);
    } catch (error) {
      if (ended.signal.aborted) return;
      failures += 1;
      const code = troubleOfOne(error);
      if (code !== null && failures < FAILURES_IN_A_ROW) {
        settle(id, { filename: file.name, outcome: 'rejected', code }, false);
      } else {
        stop = { error };
        back(false);
      }
    }
  }

  /** @param echo it had gone out before, and no answer had come: then it was this very sending that it met there. */
  function settle(id: number, entry: FileEntry, echo: boolean): void {
    const { cardId = null, code = null, filename } = entry;
    const accepted = entry.outcome === 'accepted' || (entry.outcome === 'duplicate' && echo);
    const now = change(id, {
      state: accepted ? 'accepted' : entry.outcome === 'duplicate' ? 'here' : 'rejected',
      cardId,
      code,
      filename,
    });
    if (now !== null) note(now, entry.outcome === 'rejected' ? 'rejected' : 'accepted');
  }
  const note = (item: UploadItem, outcome: OutcomeNote['outcome']): void =>
    deps.noteOutcome({ key: keyOf(markOf(item)), outcome, cardId: item.cardId });

  function again(ids: readonly number[]): void {
    if (!isOpen()) round += 1;
    for (const id of ids) {
      change(id, { state: 'waiting', sent: 0, code: null, round });
      first = Math.min(first, id);
    }
    pump();
  }

  return {
    state: (): UploadState => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** @param stored cards that are on the server: what of these files is among them need not be sent again. */
    add(given: readonly Given[], stored: ReadonlySet<string> = new Set()): void {
      if (!isOpen()) {
        round += 1;
        paused = false;
      }
      const fresh = takeIn(given, { length: items.length, round }, past, stored);
      items.push(...fresh);
      past = without(past, given);
      for (const item of fresh) if (item.state === 'rejected') note(item, 'rejected');
      changed();
      pump();
    },
    /** What this browser kept of the time before the page was loaded. */
    remember(what: Past): void {
      past = items.length === 0 ? what : without(what, items);
      changed();
    },
    pause: (): void => {
      paused = true;
      changed();
    },
    /** Goes on after a pause, or after it stopped. */
    goOn: (): void => {
      paused = false;
      stop = null;
      failures = 0;
      changed();
      pump();
    },
    again: (id: number): void => again([id]),
    againAll: (): void => again(items.filter(canSendAgain).map(({ id }) => id)),
    /** Takes a file off the list that is neither on its way nor a card. */
    leave(id: number): void {
      const item = items[id];
      if (item === undefined || item.state === 'sending' || item.state === 'accepted') return;
      const now = change(id, { state: 'left' });
      if (now !== null && item.state === 'waiting') note({ ...now, cardId: null }, 'left');
    },
    /** The card of a file was removed from the batch. */
    removed(cardId: string): void {
      for (const item of items) {
        if (item.cardId !== cardId) continue;
        const now = change(item.id, { state: 'left', cardId: null });
        if (now !== null) note(now, 'left');
      }
    },
    busy: isOpen,
    close(): void {
      ended.abort();
      listeners.clear();
    },
  };
}
export type Uploader = ReturnType<typeof createUploader>;

const brokenOff = (file: File): FileEntry => ({
  filename: file.name,
  outcome: 'rejected',
  code: 'multipart_broken',
});

/** The server, or what stands in front of it, stumbled; over this file, as far as one can know. */
function troubleOfOne(error: unknown): 'internal' | 'file_too_large' | null {
  if (error instanceof ProblemError) return error.problem.code === 'internal' ? 'internal' : null;
  if (!(error instanceof UnexpectedReply)) return null;
  if (error.status === 413) return 'file_too_large';
  return error.status >= 500 ? 'internal' : null;
}
