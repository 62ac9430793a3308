import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const CLI = fileURLToPath(new URL('../packages/cli/dist/main.js', import.meta.url));

/** A built Cardmill that is being measured. */
export interface Measured {
  url: string;
  pid: number;
  /** Its database, for filling the house and for counting what no address tells. */
  databaseUrl: string;
  close: () => Promise<void>;
}

/** Starts the built Cardmill as a person does, with a data folder of its own on this disk. */
export async function startMeasured(
  workers: number,
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  const data = await mkdtemp(join(tmpdir(), 'cardmill-bench-'));
  const args = [CLI, 'up', '--port', '0', '--data', data, '--workers', String(workers)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /ready at (http:\/\/\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Cardmill ended with ${code}`)));
  });
  const postgres = join(data, 'postgres');
  const [password, pidFile] = await Promise.all(
    ['password', 'cluster/postmaster.pid'].map((name) => readFile(join(postgres, name), 'utf8')),
  );
  const port = pidFile?.split('\n')[3];
  return {
    url,
    pid: child.pid ?? 0,
    databaseUrl: `postgresql://cardmill:${password?.trim()}@127.0.0.1:${port}/cardmill`,
    async close() {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Process ids of a Cardmill's children whose command line holds the text. */
export async function childrenOf(parent: number, text: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command = '', stat = ''] = await Promise.all(
      ['cmdline', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
    );
    const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (ppid === parent && command.includes(text)) found.push(Number(pid));
  }
  return found;
}

/** What stands above every table. */
export const machine = (): string =>
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`;
