import { execFile } from 'node:child_process';
import { lchown, lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { findCommand } from './install.ts';
import type { Environment } from './install.ts';

const run = promisify(execFile);

/** How PostgreSQL is run so that it does not find itself root. */
export interface PostgresUser {
  /** Goes before the program on the command line. */
  prefix: readonly string[];
  /** Who must own the data folder. */
  owner: { uid: number; gid: number };
  /**
   * Another user than ours: its programs must lie where everybody may go. Passing through private folders is not
   * enough, since initdb asks `access(2)`, which knows no capability.
   */
  stranger: boolean;
}

/**
 * PostgreSQL refuses to run as root. In order of preference:
 * 1. not root: as we are;
 * 2. a user namespace in which root has another number: nothing on disk changes hands, a data folder
 *    below a private one (0700) stays reachable;
 * 3. where user namespaces are forbidden (containers): the user `nobody`, keeping the one capability
 *    that lets it pass through folders that are not its own.
 *
 * @throws when root can do neither
 */
export async function findPostgresUser(env: Environment = {}): Promise<PostgresUser> {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { prefix: [], owner: { uid, gid }, stranger: false };

  // initdb looks the number up in /etc/passwd, so it must be one that every system has.
  const other = await findUnprivileged();
  const unshare = findCommand('unshare', env['PATH']);
  if (unshare !== undefined) {
    const prefix = [unshare, '--user', `--map-user=${other.uid}`, `--map-group=${other.gid}`];
    if (await works(prefix)) return { prefix, owner: { uid, gid }, stranger: false };
  }
  const setpriv = findCommand('setpriv', env['PATH']);
  if (setpriv !== undefined) {
    const drop = [setpriv, `--reuid=${other.uid}`, `--regid=${other.gid}`, '--clear-groups'];
    const keep = ['--inh-caps=-all,+dac_override', '--ambient-caps=+dac_override'];
    if (await works([...drop, ...keep])) return { prefix: [...drop, ...keep], owner: other, stranger: true };
    if (await works(drop)) return { prefix: drop, owner: other, stranger: true };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and neither unshare nor setpriv works here; use another user',
  );
}

/** The first folder on the way to a path that not everybody may enter; null when there is none. */
export async function privateFolderOf(path: string): Promise<string | null> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return null;
  }
}

async function works(prefix: readonly string[]): Promise<boolean> {
  const [file = '', ...args] = prefix;
  try {
    await run(file, [...args, '/bin/sh', '-c', 'test "$(id -u)" != 0'], { timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}

async function findUnprivileged(): Promise<{ uid: number; gid: number }> {
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const users = rows
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => Number.isInteger(user.uid) && user.uid > 0);
  const chosen = users.find((user) => user.name === 'nobody') ?? users[0];
  if (chosen === undefined) throw new Error('/etc/passwd names no user besides root');
  return { uid: chosen.uid, gid: chosen.gid };
}

/** Gives a data folder to its owner, when it was last used under another one. */
export async function giveTo(folder: string, owner: PostgresUser['owner']): Promise<void> {
  if (process.getuid?.() !== 0) return;
  if ((await lstat(folder)).uid === owner.uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), owner.uid, owner.gid);
  }
  // Last: it is the mark that all of it has been done.
  await lchown(folder, owner.uid, owner.gid);
}
