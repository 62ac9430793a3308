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

/** Text of one image file by the command-line tool with default settings, and the CPU seconds it took. */
export async function readNatively(
  path: string,
  language: string,
): Promise<{ text: string; cpuSeconds: number }> {
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  // Node does not count its children's CPU time; the shell does, as `0m0.310s 0m0.020s` on the second line.
  const script = 'tesseract "$1" stdout -l "$2" 2>/dev/null; times >&2';
  const { stdout, stderr } = await run('sh', ['-c', script, 'sh', path, language], { env, timeout: 120_000 });
  const times = [...(stderr.trim().split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { text: stdout, cpuSeconds };
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
