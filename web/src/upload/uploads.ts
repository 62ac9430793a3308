import { sendFiles } from '../api/files.ts';
import { createUploader, type Uploader } from './uploader.ts';

const LONGEST_WAIT_MS = 15_000;

/** Back-off that ends early when the browser says the line is back. */
function waitForLine(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(1_000 * 2 ** (tries - 1), LONGEST_WAIT_MS));
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

export type Uploads = ReturnType<typeof createUploads>;

/** One uploader per batch, for as long as the page is open: sending goes on while its user is on another page. */
export function createUploads() {
  const uploaders = new Map<string, Uploader>();
  const busy = (): boolean => [...uploaders.values()].some((uploader) => uploader.busy());
  const warn = (event: BeforeUnloadEvent): void => {
    if (busy()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  return {
    of(batch: string): Uploader {
      const known = uploaders.get(batch);
      if (known !== undefined) return known;
      const uploader = createUploader({
        send: (files, signal) => sendFiles(batch, files, signal),
        wait: waitForLine,
      });
      uploaders.set(batch, uploader);
      return uploader;
    },
    close(): void {
      removeEventListener('beforeunload', warn);
      for (const uploader of uploaders.values()) uploader.close();
    },
  };
}
