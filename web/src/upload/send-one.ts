import type { FileEntry, UploadReply } from '@cardmill/contracts';

import { passes } from '../api/problem.ts';

export interface SendOneDeps {
  send: () => Promise<UploadReply>;
  /** Waits before the nth try in a row; resolves early when the line may be back. */
  wait: (tries: number) => Promise<void>;
  onLost: (error: unknown) => void;
  /** True when it should not be tried again for now. */
  rests: () => boolean;
}

/** `back`: no answer, and none is waited for. `gone`: the file cannot be read on this computer any more. */
export type Answered =
  | { readonly kind: 'entry'; readonly entry: FileEntry; readonly again: boolean }
  | { readonly kind: 'back' }
  | { readonly kind: 'gone' };

/**
 * Sends a file until there is an answer. A lost line is waited out; sending again is harmless, since the server knows
 * each file by its name and bytes.
 * @throws what waiting does not cure
 */
export async function sendOne(file: File, deps: SendOneDeps): Promise<Answered> {
  for (let tries = 1; ; tries += 1) {
    try {
      const reply = await deps.send();
      // A part that came empty and without a name is left out of the reply.
      const entry = reply.files[0] ?? { filename: file.name, outcome: 'rejected', code: 'empty_file' };
      return { kind: 'entry', entry, again: tries > 1 };
    } catch (error) {
      if (!passes(error)) throw error;
      // A file that cannot be read fails just like a lost line, and would be waited for without end.
      if (!(await isReadable(file))) return { kind: 'gone' };
      if (deps.rests()) return { kind: 'back' };
      deps.onLost(error);
      await deps.wait(tries);
      if (deps.rests()) return { kind: 'back' };
    }
  }
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
