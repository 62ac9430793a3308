import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same number. */
export interface ProcessId {
  pid: number;
  /** Start time as the kernel counts it; absent where there is no /proc. */
  started?: string | undefined;
}

/** Identifies a running process, as well as the system lets us. */
export function identify(pid: number): ProcessId {
  const started = startOf(pid);
  return started === undefined ? { pid } : { pid, started };
}

/** True while exactly that process runs (one that has ended and awaits its parent does not count). */
export function isAlive(id: ProcessId): boolean {
  try {
    process.kill(id.pid, 0);
  } catch (err) {
    // EPERM: it is there and somebody else's.
    if (err instanceof Error && 'code' in err && err.code === 'ESRCH') return false;
  }
  return id.started === undefined || startOf(id.pid) === id.started;
}

/** The parent of a process; undefined where there is no /proc, or no such process. */
export function parentOf(pid: number): number | undefined {
  const parent = Number(stat(pid)?.[1]);
  return Number.isInteger(parent) ? parent : undefined;
}

/** The name of a process's program, cut to 15 letters; undefined where there is no /proc. */
export function programOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function startOf(pid: number): string | undefined {
  const fields = stat(pid);
  // Z: only its exit status is left.
  return fields?.[0] === 'Z' ? 'ended' : fields?.[19];
}

/** What /proc says after the name, which is in brackets and may hold anything; see proc_pid_stat(5). */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
