import { readdir, readFile } from 'node:fs/promises';

import { waitFor } from '@cardmill/testkit';

/** Process ids of a running Cardmill's descendants whose command line holds the text. Linux only, like the tests. */
export async function descendants(root: number, text: string): Promise<number[]> {
  const all = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        try {
          const [stat, command] = await Promise.all([
            readFile(`/proc/${name}/stat`, 'utf8'),
            readFile(`/proc/${name}/cmdline`, 'utf8'),
          ]);
          const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
          return [{ pid: Number(name), parent, command: command.replaceAll('\0', ' ') }];
        } catch {
          // Ended while we looked.
          return [];
        }
      }),
  );
  const processes = all.flat();
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const each of processes) if (family.has(each.parent)) family.add(each.pid);
  }
  return processes
    .filter((each) => each.pid !== root && family.has(each.pid) && each.command.includes(text))
    .map((each) => each.pid);
}

/** Kills one descendant as a power cut would. */
export async function killOne(root: number, text: string): Promise<void> {
  const [pid] = await waitFor(async () => {
    const pids = await descendants(root, text);
    return pids.length > 0 ? pids : undefined;
  });
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}
