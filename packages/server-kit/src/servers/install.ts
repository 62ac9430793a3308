import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Environment variables, handed in by whoever may read them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where commands are looked for when the caller names no PATH: system folders and Homebrew's. */
export const systemPath =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/usr/local/opt/bin';

/** A thing from the system's package manager that cannot be had from npm. */
export interface SystemPackage {
  /** What to look for: any of these commands, by name or absolute path. */
  anyOf: readonly string[];
  /** Package names, parted by spaces, by package manager; one that lacks the package is left out. */
  packages: Readonly<Partial<Record<Manager, string>>>;
  /** Why it is needed, for the message. */
  purpose: string;
}

export type Manager = 'apt-get' | 'apk' | 'dnf' | 'brew';
const managers: readonly Manager[] = ['apt-get', 'apk', 'dnf', 'brew'];

const commands: Record<Manager, readonly (readonly string[])[]> = {
  // The lock: two test runs may find the same thing missing in the same moment.
  'apt-get': [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'],
  ],
  apk: [['add', '--no-cache']],
  dnf: [['install', '-y']],
  brew: [['install']],
};

/** The command's absolute path, or undefined. An absolute path is looked up as it is. */
export function findCommand(name: string, path = systemPath): string | undefined {
  const candidates = name.startsWith('/')
    ? [name]
    : [...path.split(delimiter), ...systemPath.split(delimiter)].map((folder) => join(folder, name));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes sure that a thing is there and says where; installs it when it is not, and says so.
 *
 * @param say - gets whole sentences, without a line end; usually to stderr
 * @param env - its PATH is searched, and the package manager runs in it (proxy settings)
 * @throws with the command to run by hand, when nothing here can install it
 */
export async function ensureInstalled(
  wanted: SystemPackage,
  say: (line: string) => void,
  env: Environment = {},
): Promise<string> {
  const path = env['PATH'] ?? systemPath;
  const find = () => wanted.anyOf.map((name) => findCommand(name, path)).find((file) => file !== undefined);
  const present = find();
  if (present !== undefined) return present;
  await installPackages(wanted, say, env);
  const installed = find();
  if (installed === undefined)
    throw new Error(`${wanted.anyOf.join(' or ')} was installed, yet is not found`);
  return installed;
}

/** Packages of the system, and why they are wanted. */
type PackagesWanted = Omit<SystemPackage, 'anyOf'>;

/**
 * Installs packages with the system's package manager, and says so.
 *
 * @param options - of apt-get, such as how long a mirror may be silent
 * @throws with the command to run by hand, when nothing here can install them
 */
export async function installPackages(
  wanted: PackagesWanted,
  say: (line: string) => void,
  env: Environment = {},
  options: readonly string[] = [],
): Promise<void> {
  const path = env['PATH'] ?? systemPath;
  const manager = managers.find((name) => wanted.packages[name] !== undefined && findCommand(name, path));
  const name = manager === undefined ? undefined : wanted.packages[manager];
  if (manager === undefined || name === undefined)
    throw new Error(`${wanted.purpose}, and no package manager is known here that has it`);

  // Homebrew refuses root; the others need it.
  const needsRoot = manager !== 'brew' && process.getuid?.() !== 0;
  const prefix = needsRoot ? ['sudo', '-n'] : [];
  const byHand = `${needsRoot ? 'sudo ' : ''}${manager} install ${name}`;
  if (needsRoot && findCommand('sudo', path) === undefined)
    throw new Error(`${wanted.purpose} needs ${name}; as root: ${byHand}`);
  say(`Installing ${name} with ${manager}: ${wanted.purpose}.`);
  const steps = commands[manager];
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const [file = manager, ...args] = [
      ...prefix,
      manager,
      ...step,
      ...options,
      ...(isLast ? name.split(' ') : []),
    ];
    const code = await run(file, args, env);
    // `apt-get update` may fail for one source of many: only the install itself decides.
    if (code !== 0 && isLast) throw new Error(`${manager} could not install ${name}; by hand: ${byHand}`);
  }
}

function run(file: string, args: readonly string[], env: Environment): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      // Maintainer scripts need sbin, which a user's PATH may lack.
      env: {
        HOME: '/root',
        ...env,
        PATH: `${env['PATH'] ?? ''}${delimiter}${systemPath}`,
        DEBIAN_FRONTEND: 'noninteractive',
      },
      stdio: ['ignore', 2, 2],
    });
    child.once('error', () => resolve(127));
    child.once('exit', resolve);
  });
}
