import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The installed `tesseract`, one thread each, as anyone would call it; null when it is not installed. */
export async function nativeVersion(): Promise<string | null> {
  try {
    const { stdout, stderr } = await run('tesseract', ['--version']);
    return (stdout || stderr).split('\n')[0] ?? null;
  } catch {
    return null;
  }
}

/** Text of one image file by the command-line tool with default settings. */
export async function readNatively(path: string, language: string): Promise<string> {
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const { stdout } = await run('tesseract', [path, 'stdout', '-l', language], { env, timeout: 120_000 });
  return stdout;
}

/** Works through the items with two takers; milliseconds of each by its place. */
export async function twoAtATime<T>(
  items: readonly T[],
  work: (item: T, taker: number) => Promise<void>,
): Promise<number[]> {
  const queue = items.entries();
  const spent: number[] = [];
  const take = async (taker: number) => {
    for (const [i, item] of queue) {
      const started = performance.now();
      await work(item, taker);
      spent[i] = performance.now() - started;
    }
  };
  await Promise.all([take(0), take(1)]);
  return spent;
}
