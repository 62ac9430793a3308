import { readdir, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes the way free for a start after a hard end. `postmaster.pid` then names a process that is gone,
 * or whose number by now belongs to somebody else: PostgreSQL would believe itself running.
 *
 * The file is only removed when no process works in the folder: the postmaster and each of its
 * backends have it as their current directory. Those of a killed launcher or a killed postmaster,
 * which are on their way out, are waited for. Without /proc (macOS) PostgreSQL judges by itself.
 *
 * @param cluster - the data folder proper
 * @throws when a server keeps running on it
 */
export async function clearStalePid(cluster: string, waitMs = 30_000): Promise<void> {
  if (process.platform !== 'linux') return;
  const folder = await realpath(cluster);
  const until = Date.now() + waitMs;
  for (;;) {
    const pid = await findInhabitant(folder);
    if (pid === undefined) break;
    if (Date.now() > until) throw new Error(`PostgreSQL is already running on ${folder} (process ${pid})`);
    await sleep(100);
  }
  await rm(join(folder, 'postmaster.pid'), { force: true });
}

async function findInhabitant(folder: string): Promise<string | undefined> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if ((await readlink(`/proc/${pid}/cwd`)) === folder) return pid;
    } catch {
      // Ended in between, or another user's and so not ours.
    }
  }
  return undefined;
}
