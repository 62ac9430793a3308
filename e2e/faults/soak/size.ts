import { readdir, readFile } from 'node:fs/promises';

import type { Bench } from '../harness/bench.ts';

export interface Size {
  pid: number;
  megabytes: number;
  /** Open files and sockets. */
  files: number;
}

/** What each service needs now. */
export async function sizes(bench: Bench): Promise<Map<string, Size>> {
  const found = new Map<string, Size>();
  for (const service of bench.services) {
    const pid = service.pid();
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const files = (await readdir(`/proc/${pid}/fd`)).length;
    found.set(service.name, {
      pid,
      megabytes: Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024),
      files,
    });
  }
  return found;
}

/** I9: those that lived through it all did not grow by more than a long run explains. */
export function grown(before: Map<string, Size>, after: Map<string, Size>): string[] {
  return [...after].flatMap(([name, now]) => {
    const then = before.get(name);
    if (then === undefined || then.pid !== now.pid) return [];
    const much = now.megabytes > then.megabytes * 2 + 100 || now.files > then.files + 60;
    return much
      ? [
          `I9 ${name} grew from ${then.megabytes} MB, ${then.files} files to ${now.megabytes} MB, ${now.files}`,
        ]
      : [];
  });
}
