import { open } from 'node:fs/promises';

/** The last lines of a log, to show when its process keeps failing. Empty when there is none. */
export async function logTail(file: string, maxLines = 12, maxBytes = 8_192): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(Math.min(size, maxBytes)),
        0,
        Math.min(size, maxBytes),
        Math.max(0, size - maxBytes),
      );
      return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-maxLines).join('\n');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
