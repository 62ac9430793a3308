import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY = /ready at (http:\/\/\S+)/;

export interface RunningCardmill {
  url: string;
  data: string;
  pid: number;
  /** Stops it as Ctrl-C does and resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** Stops it and removes its data. */
  close: () => Promise<void>;
}

export interface CardmillOptions {
  workers?: number;
  env?: Record<string, string>;
  data?: string;
}

/** The built Cardmill as a person starts it, on free ports with a data folder of its own. */
export async function startCardmill(options: CardmillOptions = {}): Promise<RunningCardmill> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'cardmill-e2e-')));
  const args = ['up', '--port', '0', '--data', data, '--workers', String(options.workers ?? 1)];
  const child = spawn(process.execPath, [join(ROOT, 'packages/cli/dist/main.js'), ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await readyUrl(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return exited;
  };
  return {
    url,
    data,
    pid: child.pid ?? 0,
    stop,
    async close() {
      await stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = READY.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) =>
      reject(new Error(`Cardmill ended with ${code} before it was ready:\n${said}`)),
    );
    setTimeout(
      () => reject(new Error(`Cardmill was not ready within two minutes:\n${said}`)),
      120_000,
    ).unref();
  });
}
