import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;

/** Processes other than this one that still have to do with a bench's folder, after a moment of patience. Linux only. */
export async function leftovers(folder: string): Promise<string[]> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look(folder);
    if (found.length === 0 || performance.now() > until) return found;
    await sleep(100);
  }
}

async function look(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    try {
      const [command, environment] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8'),
        readFile(`/proc/${pid}/environ`, 'utf8'),
      ]);
      if (command.includes(folder) || environment.includes(folder))
        found.push(`${pid} ${command.replaceAll('\0', ' ').slice(0, 120)}`);
    } catch {
      // Ended while we looked.
    }
  }
  return found;
}
