import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FailPoint } from '@cardmill/server-kit/fail-points';

/** What a process does to itself at a fail point. */
export type FaultAction =
  | { kind: 'exit' }
  | { kind: 'stop' }
  | { kind: 'sleep'; ms: number }
  | { kind: 'throw' };

/** A fault that is asked for; every condition left out is always met. */
export interface Fault {
  id: string;
  point: FailPoint;
  action: FaultAction;
  /** Name of the card, file or batch at hand. */
  key?: string;
  /** Name of the process, or how it begins. */
  process?: string;
  /** At most so often over all processes, those too that are started again; default 1. */
  times?: number;
}

/** What a process wrote down before it did it. */
export interface Hit {
  fault: string;
  process: string;
  pid: number;
  key: string;
  action: FaultAction['kind'];
}

export const FAULTS_FILE = 'faults.json';
const HITS = 'hits';

/**
 * The faults asked for in all processes, as files: a process looks at its fail points what is wanted now, so faults
 * come and go without a restart; and a process that kills itself has first left word of it.
 */
export interface FaultFolder {
  readonly path: string;
  arm(...faults: Fault[]): Promise<void>;
  disarm(): Promise<void>;
  /** All of them, from the start; those of one fault when it is named. */
  hits(fault?: string): Promise<Hit[]>;
}

export async function createFaultFolder(path: string): Promise<FaultFolder> {
  await mkdir(join(path, HITS), { recursive: true });
  let armed: Fault[] = [];
  const write = async (): Promise<void> => {
    const temporary = join(path, `${FAULTS_FILE}.new`);
    await writeFile(temporary, JSON.stringify(armed));
    await rename(temporary, join(path, FAULTS_FILE));
  };
  await write();
  return {
    path,
    async arm(...faults) {
      for (const fault of faults) {
        if (armed.some((other) => other.id === fault.id)) throw new Error(`${fault.id} is armed already`);
      }
      armed = [...armed, ...faults];
      await write();
    },
    async disarm() {
      armed = [];
      await write();
    },
    async hits(fault) {
      const names = await readdir(join(path, HITS));
      const found = names.filter((name) => fault === undefined || name.startsWith(`${fault}.`));
      const read = async (name: string): Promise<Hit> =>
        JSON.parse(await readFile(join(path, HITS, name), 'utf8')) as Hit;
      return Promise.all(found.filter((name) => !name.endsWith('.new')).map(read));
    },
  };
}

/** Where the n-th hit of a fault is written down, counted from 0. */
export const hitFile = (folder: string, fault: string, n: number): string =>
  join(folder, HITS, `${fault}.${n}`);
