import { readdir, readFile } from 'node:fs/promises';

/** Of `/proc`: Linux counts time in hundredths of a second on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a process of a running Cardmill is, by what its command line holds. */
const PARTS: readonly (readonly [name: string, holds: RegExp])[] = [
  ['worker', /services\/ocr-worker/],
  ['api', /services\/api/],
  ['notifier', /services\/notifier/],
  ['redis', /redis-server|valkey-server/],
  ['postgres', /postgres/],
  ['launcher and proxy', /cli\/dist\/main/],
];

/** Seconds of CPU by part of the house. */
export type CpuSeconds = Readonly<Record<string, number>>;

/**
 * User and system time that the process and everything below it have taken so far, with what its ended children took.
 * What ended together with its own parent is missing; nothing here does.
 */
export async function cpuOf(root: number): Promise<CpuSeconds> {
  const processes = await everyProcess();
  const sums: Record<string, number> = {};
  for (const [pid, { command, seconds }] of processes) {
    if (!isBelow(pid, root, processes)) continue;
    const part = PARTS.find(([, holds]) => holds.test(command))?.[0] ?? 'other';
    sums[part] = (sums[part] ?? 0) + seconds;
  }
  return sums;
}

/** What was taken between two looks, for one card of so many. */
export function cpuPerCard(before: CpuSeconds, after: CpuSeconds, cards: number): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([part, seconds]) => [part, (seconds - (before[part] ?? 0)) / cards]),
  );
}

/** All parts together. */
export const total = (cpu: CpuSeconds): number => Object.values(cpu).reduce((sum, one) => sum + one, 0);

interface Process {
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

async function everyProcess(): Promise<Map<number, Process>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<[number, Process][]> => {
      // Gone meanwhile: it took nothing that counts.
      const [stat, command] = await Promise.all(
        ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      // After the name in parentheses: state, parent, then from the 12th on utime, stime, cutime, cstime.
      const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
      if (fields.length < 15) return [];
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      const process = {
        parent: Number(fields[1]),
        command: command ?? '',
        seconds: ticks / TICKS_PER_SECOND,
      };
      return [[Number(pid), process]];
    }),
  );
  return new Map(found.flat());
}

function isBelow(pid: number, root: number, processes: ReadonlyMap<number, Process>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = processes.get(at)?.parent) {
    if (at === root) return true;
  }
  return false;
}
