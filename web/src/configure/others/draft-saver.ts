import type { Batch, BatchPatch } from '@cardmill/contracts';

import { ProblemError } from '../../api/problem.ts';
import { differing } from './differs.ts';

/** Somebody else changed the set-up since it was seen here; nothing was saved. */
export class OtherWasFirst extends Error {
  readonly theirs: Batch;

  constructor(theirs: Batch, cause: unknown) {
    super('somebody else changed the set-up first', { cause });
    this.name = 'OtherWasFirst';
    this.theirs = theirs;
  }
}

interface DraftSaverDeps {
  /** Rejects with `version_changed` when the server has another version. */
  send: (patch: BatchPatch, version: number) => Promise<Batch>;
  read: () => Promise<Batch>;
  /** The version that is shown. */
  version: number;
  /** What was sent before, nobody knows whether it arrived. */
  inDoubt: readonly BatchPatch[];
  /** Either of them changed. */
  onChange: () => void;
}

/** Sends what is to be saved over the version that was seen, and over no other. */
export function createDraftSaver({ send, read, version, inDoubt, onChange }: DraftSaverDeps) {
  const now = { version, inDoubt };
  const become = (next: Partial<typeof now>): void => {
    Object.assign(now, next);
    onChange();
  };

  async function save(patch: BatchPatch): Promise<Batch> {
    const doubts = now.inDoubt;
    become({ inDoubt: [...doubts, patch] });
    try {
      const batch = await send(patch, now.version);
      // Not the answer's version: what somebody changed right after this was not seen here.
      become({ version: now.version + 1, inDoubt: [] });
      return batch;
    } catch (error) {
      // The server said that it did not take it. Without its answer, or after trouble of its own, that is not known.
      if (error instanceof ProblemError && error.problem.status < 500) become({ inDoubt: doubts });
      if (!(error instanceof ProblemError) || error.problem.code !== 'version_changed') throw error;
      return settle(patch, doubts, error);
    }
  }

  /** Another version is there: it may be one's own, whose answer was lost. */
  async function settle(patch: BatchPatch, doubts: readonly BatchPatch[], cause: Error): Promise<Batch> {
    const there = await read();
    const holds = (sent: BatchPatch): boolean => differing(there, sent).length === 0;
    if (![...doubts, patch].some(holds)) throw new OtherWasFirst(there, cause);
    become({ version: there.version, inDoubt: [] });
    return holds(patch) ? there : save(patch);
  }

  return {
    save,
    version: (): number => now.version,
    inDoubt: (): readonly BatchPatch[] => now.inDoubt,
    /** That version is shown now, or was seen and is to be replaced. */
    see: (seen: number): void => become({ version: seen, inDoubt: [] }),
  };
}
