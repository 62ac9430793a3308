import { sendFile } from '../api/send-file.ts';
import { type Notes, openNotes } from './notes.ts';
import { markOf, pastOf } from './past.ts';
import type { Pick } from './pick-files.ts';
import { createUploader, type Uploader } from './uploader.ts';

const LONGEST_WAIT_MS = 15_000;
/** Every drawing of ten thousand files costs some 20 ms of the page: more often, and it would do nothing else. */
const TELL_MS = 200;

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

function gatherer() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (tell: () => void): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, TELL_MS);
  };
}

/** The upload of one batch, with what this browser keeps of it. */
export interface BatchUpload {
  readonly uploader: Uploader;
  /** @param stored cards that are on the server now */
  add: (pick: Pick, stored?: ReadonlySet<string>) => void;
  removed: (cardId: string) => void;
  /** True while something is still to be sent. */
  busy: () => boolean;
  /** What was not sent before the reload is not wanted any more. */
  forget: () => void;
}

function openUpload(batch: string, notes: Notes): BatchUpload {
  const uploader = createUploader({
    send: (file, how) => sendFile(batch, file, how),
    wait: waitForLine,
    gather: gatherer(),
    noteOutcome: (note) => notes.outcome(batch, note),
  });
  void notes.read(batch).then(({ given, outcomes }) => uploader.remember(pastOf(given, outcomes)));
  return {
    uploader,
    busy: uploader.busy,
    add({ files, folder, handles }, stored) {
      notes.given(batch, { folder, handles, files: files.map(markOf) });
      uploader.add(files, stored);
    },
    removed(cardId) {
      uploader.removed(cardId);
      notes.removed(batch, cardId);
    },
    forget() {
      notes.forget(batch);
      uploader.remember(pastOf([], []));
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;

/** One upload per batch, for as long as the page is open: sending goes on while its user is on another page. */
export function createUploads(notes: Notes = openNotes()) {
  const uploads = new Map<string, BatchUpload>();
  const warn = (event: BeforeUnloadEvent): void => {
    if ([...uploads.values()].some((upload) => upload.busy())) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  return {
    of(batch: string): BatchUpload {
      const known = uploads.get(batch);
      if (known !== undefined) return known;
      const upload = openUpload(batch, notes);
      uploads.set(batch, upload);
      return upload;
    },
    close(): void {
      removeEventListener('beforeunload', warn);
      for (const { uploader } of uploads.values()) uploader.close();
    },
  };
}
