import { UploadReply } from '@cardmill/contracts';

import { checkReply } from './request.ts';
import { batchUrl } from './urls.ts';

/**
 * Without a sign of life for so long the line counts as lost: a browser notices a dead one after a quarter of an hour.
 * A slow line is not meant: every few bytes are a sign.
 */
const SILENCE_MS = 120_000;

export interface SendFileOptions {
  /** Names of files that come later in the drawer. */
  before: readonly string[];
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/**
 * Sends one file. By XMLHttpRequest, since fetch does not say how much has gone out.
 * @throws ProblemError, UnexpectedReply, TypeError when the line is lost, a TimeoutError when it is silent
 */
export async function sendFile(
  batch: string,
  file: File,
  { before, onSent, signal }: SendFileOptions,
): Promise<UploadReply> {
  const form = new FormData();
  if (before.length > 0) form.append('before', JSON.stringify(before));
  form.append('files', file, file.name);
  // Asked once: for a file on the disk each time is a call to the system.
  const { size } = file;
  const reply = await post(`${batchUrl(batch)}/files`, form, signal, (bytes) =>
    onSent(Math.min(bytes, size)),
  );
  return checkReply(reply, UploadReply, [422]);
}

function post(path: string, form: FormData, signal: AbortSignal, onSent: (bytes: number) => void) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      act();
    };
    const leave = (): void => {
      call.abort();
      end(() => reject(new DOMException('left', 'AbortError')));
    };
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        call.abort();
        end(() => reject(new DOMException('the line is silent', 'TimeoutError')));
      }, SILENCE_MS);
    };
    call.upload.addEventListener('progress', (event) => {
      alive();
      onSent(event.loaded);
    });
    call.addEventListener('load', () => end(() => resolve({ status: call.status, text: call.responseText })));
    call.addEventListener('error', () => end(() => reject(new TypeError('the line is lost'))));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave);
    call.open('POST', path);
    call.setRequestHeader('accept', 'application/json');
    alive();
    call.send(form);
  });
}
