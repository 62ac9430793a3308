import { appendFileSync } from 'node:fs';

/**
 * What a client knows of one file that it sent.
 * - `ok`: the reply said accepted or duplicate. - `fail`: the reply said no. - `unknown`: no reply came.
 */
export type Sent = { batch: string; filename: string; sha256: string } & (
  | { outcome: 'ok'; said: 'accepted' | 'duplicate'; cardId: string }
  | { outcome: 'fail'; code: string }
  | { outcome: 'unknown'; why: string }
);

/** Everything that clients did, in order, as they saw it. */
export interface History {
  sent(): readonly Sent[];
  record(sent: Sent): void;
  batch(name: string): void;
  batches(): readonly string[];
  /** A delete was asked for: whatever its reply, the batch may be gone. */
  deleting(batch: string): void;
  mayBeGone(batch: string): boolean;
  /** Batches of other scenarios are not looked at again. */
  forget(): void;
}

/** @param file every line of it stays there, one JSON each. */
export function createHistory(file: string): History {
  let sent: Sent[] = [];
  let batches = new Set<string>();
  const gone = new Set<string>();
  const write = (line: unknown): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    sent: () => sent,
    record(entry) {
      sent.push(entry);
      write({ at: Date.now(), ...entry });
    },
    batch(name) {
      batches.add(name);
      write({ at: Date.now(), batch: name });
    },
    batches: () => [...batches],
    deleting(batch) {
      gone.add(batch);
      write({ at: Date.now(), deleting: batch });
    },
    mayBeGone: (batch) => gone.has(batch),
    forget() {
      sent = [];
      batches = new Set();
    },
  };
}
