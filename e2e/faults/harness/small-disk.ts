import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SIZE = '16m';

/** Mounts a small disk in memory; needs root. @returns what takes it away again */
export async function mountSmallDisk(folder: string): Promise<() => Promise<void>> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
  return async () => void (await run('umount', ['--lazy', folder]));
}

/** Why no small disk can be had here, or null. */
export async function noSmallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'cardmill-disk-'));
  try {
    const unmount = await mountSmallDisk(folder);
    await unmount();
    return null;
  } catch {
    return 'a disk in memory cannot be mounted here';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
