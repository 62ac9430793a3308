import type { ResultPatch, ResultRow } from '@cardmill/contracts';

import { ProblemError } from '../api/problem.ts';

export interface EditorState {
  readonly row: ResultRow;
  /** What is typed and not yet answered for, by field. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly phase: 'saved' | 'waiting' | 'saving' | 'refused';
  readonly error: unknown;
  /** Fields that someone else changed meanwhile, with the other value; null: the edit was taken back. */
  readonly conflicts: Readonly<Record<string, string | null>>;
  /** Fields whose confirmation was not made, because someone else changed their value first. */
  readonly overtaken: readonly string[];
}

export interface EditorDeps {
  row: ResultRow;
  patch: (version: number, patch: ResultPatch) => Promise<ResultRow>;
  /** The card as it is now; null when it is gone. */
  reread: () => Promise<ResultRow | null>;
  /** Called with every newer row. */
  onRow: (row: ResultRow) => void;
  delayMs?: number;
}

const editOf = (row: ResultRow, key: string): string | null => row.fields[key]?.edit?.value ?? null;
const isConflict = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'version_changed';

/** What may be said about saving: while a person has to choose between two values, one of them is not saved. */
export const savedPhase = (state: EditorState): EditorState['phase'] =>
  state.phase === 'saved' && Object.keys(state.conflicts).length > 0 ? 'refused' : state.phase;

/**
 * One card under someone's hands. Edits go to the server at once, one call at a time, each naming the version it was
 * made on. When someone else was first, fields only one of them touched are simply saved; a field both touched is kept
 * with both values until a person chooses.
 */
export function createCardEditor(deps: EditorDeps) {
  const { delayMs = 600 } = deps;
  const listeners = new Set<() => void>();
  let state: EditorState = {
    row: deps.row,
    drafts: {},
    phase: 'saved',
    error: null,
    conflicts: {},
    overtaken: [],
  };
  /** Fields to send: the value, null to take the edit back. */
  let pending = new Map<string, string | null>();
  /** Fields to confirm, with the edit that was seen on them. */
  let accepts = new Map<string, string | null>();
  /** The edit a person saw when they began to type in a field. */
  const seen = new Map<string, string | null>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const update = (change: Partial<EditorState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const without = <T>(all: Readonly<Record<string, T>>, keys: Iterable<string>): Record<string, T> => {
    const gone = new Set(keys);
    return Object.fromEntries(Object.entries(all).filter(([key]) => !gone.has(key)));
  };
  const takeRow = (row: ResultRow): void => {
    update({ row });
    deps.onRow(row);
  };

  async function drain(): Promise<void> {
    while (pending.size > 0 || accepts.size > 0) {
      const sent = pending;
      const confirmed = accepts;
      pending = new Map();
      accepts = new Map();
      update({ phase: 'saving', error: null });
      try {
        const row = await deps.patch(state.row.version, {
          ...(sent.size === 0 ? {} : { fields: Object.fromEntries(sent) }),
          ...(confirmed.size === 0 ? {} : { verifiedFields: [...confirmed.keys()] }),
        });
        // A field typed in again meanwhile keeps its draft.
        const answered = [...sent.keys()].filter((key) => !pending.has(key));
        for (const key of answered) seen.delete(key);
        update({ drafts: without(state.drafts, answered) });
        takeRow(row);
      } catch (error) {
        pending = new Map([...sent, ...pending]);
        accepts = new Map([...confirmed, ...accepts]);
        if (!isConflict(error) || !(await settle())) {
          update({ phase: 'refused', error });
          return;
        }
      }
    }
    update({ phase: 'saved', error: null });
  }

  /** Looks at what the other person did. @returns false when the card is gone or cannot be read. */
  async function settle(): Promise<boolean> {
    const row = await deps.reread().catch(() => null);
    if (row === null) return false;
    const conflicts = { ...state.conflicts };
    for (const [key, mine] of pending) {
      const theirs = editOf(row, key);
      if (theirs === seen.get(key) || theirs === mine) continue;
      conflicts[key] = theirs;
      pending.delete(key);
    }
    // Nobody confirms a value that was not before their eyes.
    const overtaken: string[] = [];
    for (const [key, mine] of accepts) {
      if (key in conflicts) accepts.delete(key);
      else if (!pending.has(key) && editOf(row, key) !== mine) {
        accepts.delete(key);
        overtaken.push(key);
      }
    }
    update({ conflicts, overtaken });
    takeRow(row);
    return true;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    running ??= drain().finally(() => {
      running = null;
    });
    return running;
  }
  function put(key: string, value: string | null): void {
    if (!seen.has(key)) seen.set(key, editOf(state.row, key));
    pending.set(key, value);
  }

  return {
    state: (): EditorState => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The text of a field as it is typed. */
    type(key: string, text: string): void {
      // A newline at the end is how typing ends, not data; the machine's own value is no edit.
      const value = text.replace(/[\r\n]+$/, '');
      put(key, value === (state.row.fields[key]?.value ?? '') ? null : value);
      update({
        drafts: { ...state.drafts, [key]: text },
        phase: 'waiting',
        error: null,
        conflicts: without(state.conflicts, [key]),
        overtaken: [],
      });
      accepts.delete(key);
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), delayMs);
    },
    /** Confirms one field as it is on screen, with what was typed in it. */
    accept(key: string): Promise<void> {
      if (key in state.conflicts) return Promise.resolve();
      accepts.set(key, pending.has(key) ? (pending.get(key) ?? null) : editOf(state.row, key));
      update({ overtaken: [] });
      return flush();
    },
    /** Back to what the machine read. */
    takeBack(key: string): Promise<void> {
      put(key, null);
      update({ drafts: without(state.drafts, [key]) });
      return flush();
    },
    keepMine(key: string): Promise<void> {
      const mine = state.drafts[key];
      seen.set(key, editOf(state.row, key));
      update({ conflicts: without(state.conflicts, [key]) });
      if (mine !== undefined) pending.set(key, mine);
      return flush();
    },
    keepTheirs(key: string): void {
      seen.delete(key);
      update({ conflicts: without(state.conflicts, [key]), drafts: without(state.drafts, [key]) });
    },
    /**
     * Confirms the card as it is on screen, or takes that back. What someone else changed unseen is shown first.
     * @returns true when it is done
     */
    async verify(verified: boolean): Promise<boolean> {
      await flush();
      if (state.phase === 'refused' || Object.keys(state.conflicts).length > 0 || state.overtaken.length > 0)
        return false;
      update({ phase: 'saving' });
      try {
        takeRow(await deps.patch(state.row.version, { verified }));
        update({ phase: 'saved', error: null });
        return true;
      } catch (error) {
        if (isConflict(error)) await settle();
        update({ phase: 'refused', error });
        return false;
      }
    },
    /** A row heard of elsewhere, e.g. after the card was read again. */
    hear(row: ResultRow): void {
      const newer = row.seq > state.row.seq || (row.seq === state.row.seq && row.version > state.row.version);
      if (newer && running === null && pending.size === 0 && accepts.size === 0) update({ row });
    },
    flush,
  };
}
export type CardEditor = ReturnType<typeof createCardEditor>;
