import type { FileEntry, UploadReply } from '@cardmill/contracts';

import { passes } from '../api/problem.ts';
import { byTypeOnly } from './pick-files.ts';

export interface UploaderDeps {
  /** Sends some files in one request, in order. */
  send: (files: readonly File[], signal: AbortSignal) => Promise<UploadReply>;
  /** Waits before the nth try in a row; resolves early when the line may be back. */
  wait: (tries: number, signal: AbortSignal) => Promise<void>;
  /** Called after each request with what became of its files. */
  onSettled?: (reply: UploadReply) => void;
}

export interface UploadState {
  readonly phase: 'idle' | 'sending' | 'lost' | 'stopped';
  /** Files given so far, and those whose outcome is known. */
  readonly total: number;
  readonly settled: number;
  /** Duplicates and files not taken, newest first: what a person should see. */
  readonly remarks: readonly FileEntry[];
  /** Why sending stopped. */
  readonly error: unknown;
}

const FILES_PER_REQUEST = 8;
const BYTES_PER_REQUEST = 32 * 1024 * 1024;

/**
 * Sends the files of one batch in the background. One request at a time, several files in each: a card's place in the
 * drawer is the moment it was accepted, so requests side by side would shuffle the drawer. A lost line is waited out;
 * sending again is harmless, since the server knows each file by its name and bytes.
 */
export function createUploader(deps: UploaderDeps) {
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  let queue: File[] = [];
  let running = false;
  let state: UploadState = { phase: 'idle', total: 0, settled: 0, remarks: [], error: null };

  const update = (change: Partial<UploadState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    update({ phase: 'sending', error: null });
    try {
      while (queue.length > 0 && !ended.signal.aborted) {
        const files = nextRequest(queue);
        const { reply, gone } = await sendUntilAnswered(files);
        queue = queue.filter((file) => !files.includes(file));
        settle(files.length, [...(reply?.files ?? []), ...gone.map(brokenOff)]);
        if (reply !== null) deps.onSettled?.(reply);
      }
      update({ phase: 'idle' });
    } catch (error) {
      update({ phase: 'stopped', error });
    } finally {
      running = false;
    }
  }

  /** @returns what the server said, and files that were moved or deleted on this computer meanwhile. */
  async function sendUntilAnswered(
    given: readonly File[],
  ): Promise<{ reply: UploadReply | null; gone: File[] }> {
    const gone: File[] = [];
    for (let tries = 1; ; tries += 1) {
      const files = given.filter((file) => !gone.includes(file));
      if (files.length === 0) return { reply: null, gone };
      try {
        const reply = await deps.send(files, ended.signal);
        update({ phase: 'sending' });
        return { reply: tries === 1 ? reply : withoutEchoes(reply), gone };
      } catch (error) {
        if (!passes(error) || ended.signal.aborted) throw error;
        // A file that cannot be read any more fails just like a lost line, and would be waited for without end.
        const unreadable = await findUnreadable(files);
        gone.push(...unreadable);
        if (unreadable.length > 0) continue;
        update({ phase: 'lost' });
        await deps.wait(tries, ended.signal);
      }
    }
  }

  function settle(count: number, entries: readonly FileEntry[]): void {
    const remarks = entries.filter((entry) => entry.outcome !== 'accepted').toReversed();
    update({ settled: state.settled + count, remarks: [...remarks, ...state.remarks] });
  }

  return {
    state: (): UploadState => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(files: readonly File[]): void {
      const images = files.filter((file) => !byTypeOnly(file));
      const others = files.filter(byTypeOnly);
      update({ total: state.total + files.length });
      if (others.length > 0) {
        settle(
          others.length,
          others.map((file) => ({ filename: file.name, outcome: 'rejected', code: 'unsupported_type' })),
        );
      }
      queue = [...queue, ...images];
      if (queue.length > 0) void run();
    },
    /** Goes on after it stopped. */
    again: (): void => {
      void run();
    },
    /** Takes a remark off the list. */
    dismiss: (entry: FileEntry): void => {
      update({ remarks: state.remarks.filter((other) => other !== entry) });
    },
    busy: (): boolean => queue.length > 0,
    close(): void {
      ended.abort();
      listeners.clear();
    },
  };
}
export type Uploader = ReturnType<typeof createUploader>;

function nextRequest(queue: readonly File[]): File[] {
  const files: File[] = [];
  let bytes = 0;
  for (const file of queue.slice(0, FILES_PER_REQUEST)) {
    if (files.length > 0 && bytes + file.size > BYTES_PER_REQUEST) break;
    files.push(file);
    bytes += file.size;
  }
  return files;
}

/** After a broken request what it had delivered comes back as a duplicate; to the person it was simply accepted. */
const withoutEchoes = (reply: UploadReply): UploadReply => ({
  ...reply,
  files: reply.files.map((entry) =>
    entry.outcome === 'duplicate' ? { ...entry, outcome: 'accepted' } : entry,
  ),
});

const brokenOff = (file: File): FileEntry => ({
  filename: file.name,
  outcome: 'rejected',
  code: 'multipart_broken',
});

async function findUnreadable(files: readonly File[]): Promise<File[]> {
  const bad: File[] = [];
  for (const file of files) {
    try {
      await file.slice(0, 1).arrayBuffer();
    } catch {
      bad.push(file);
    }
  }
  return bad;
}
