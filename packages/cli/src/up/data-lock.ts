import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import lockfile from 'proper-lockfile';
import { z } from 'zod';

import { identify, isAlive } from './process-id.ts';
import type { ProcessId } from './process-id.ts';

const processId = z.object({ pid: z.int(), started: z.string().optional() });
const ownerSchema = processId.extend({
  host: z.string(),
  /** Where it serves, once that is known. */
  url: z.string().optional(),
  /** Processes that it started and that write into the folder. */
  children: z.array(processId),
});
type Owner = z.infer<typeof ownerSchema>;

/** Another Cardmill uses the data folder. */
export class DataFolderBusy extends Error {
  readonly code = 'data_folder_busy';

  constructor(dir: string, owner: Owner | undefined) {
    const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
    const where = owner?.url === undefined ? '' : `, it serves ${owner.url}`;
    super(
      `a Cardmill already runs on ${dir} (${who}${where}); stop it, or choose another folder with --data`,
    );
    this.name = 'DataFolderBusy';
  }
}

export interface DataLock {
  /** Says where this Cardmill is found and which processes belong to it. */
  tell: (about: { url?: string; children?: readonly number[] }) => void;
  /** Resolves when somebody took the lock away although this process lives. */
  lost: Promise<Error>;
  release: () => Promise<void>;
}

// Without a heartbeat for this long a lock of another machine (a container that is gone) is void.
const staleMs = 10_000;

/**
 * Locks a data folder against a second Cardmill. A lock whose owner is gone is taken over at once, after
 * what that owner started has ended: two Redis on one append-only file would spoil it.
 *
 * @param orphanMs - how long processes of a killed owner may take to end before they are ended (25,000)
 * @throws DataFolderBusy
 */
export async function lockDataFolder(dir: string, orphanMs = 25_000): Promise<DataLock> {
  const file = join(dir, 'lock.json');
  const lockPath = join(dir, 'lock');
  const before = readOwner(file);
  const here = before?.host === hostname();
  if (before !== undefined && here) {
    // Asked first: an owner that was only stopped for a while has no fresh heartbeat either.
    if (isAlive(before)) throw new DataFolderBusy(dir, before);
    rmSync(lockPath, { recursive: true, force: true });
  }

  let onLost: (err: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => {
    onLost = resolve;
  });
  const deadline = Date.now() + staleMs + 2_000;
  let unlock: (() => Promise<void>) | undefined;
  while (unlock === undefined) {
    try {
      unlock = await lockfile.lock(dir, {
        lockfilePath: lockPath,
        realpath: false,
        stale: staleMs,
        update: staleMs / 4,
        onCompromised: onLost,
      });
    } catch (err) {
      if (!(err instanceof Error && 'code' in err && err.code === 'ELOCKED')) throw err;
      const owner = readOwner(file);
      const isLocal = owner?.host === hostname();
      if (Date.now() > deadline || (isLocal && isAlive(owner))) throw new DataFolderBusy(dir, owner);
      await sleep(250);
    }
  }

  let owner: Owner = { ...identify(process.pid), host: hostname(), children: before?.children ?? [] };
  const write = () => {
    // By rename: a reader sees one owner or the other.
    writeFileSync(`${file}.new`, JSON.stringify(owner), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  write();
  if (before !== undefined && here) await outlive(before.children, orphanMs);
  owner = { ...owner, children: [] };
  write();
  return {
    tell({ url, children }) {
      owner = {
        ...owner,
        ...(url === undefined ? {} : { url }),
        ...(children === undefined ? {} : { children: children.map(identify) }),
      };
      write();
    },
    lost,
    async release() {
      rmSync(file, { force: true });
      await unlock();
    },
  };
}

/** Waits until none of them runs; ends those that take too long. */
async function outlive(children: readonly ProcessId[], patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  while (children.some(isAlive)) {
    if (Date.now() > until) {
      for (const child of children.filter(isAlive)) process.kill(child.pid, 'SIGKILL');
      await sleep(500);
      return;
    }
    await sleep(50);
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there, or of another form: then only the heartbeat counts.
    return undefined;
  }
}
