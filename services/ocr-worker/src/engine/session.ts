import { ProblemError, withDeadline } from '@cardmill/server-kit';
import type { Logger } from 'pino';

import type { LoadedModel, ModelSource } from './models.ts';
import type { TesseractThread } from './tesseract-thread.ts';

/** A running engine and what it was last told. */
export interface Session {
  readonly thread: TesseractThread;
  readonly loaded: Map<string, LoadedModel>;
  languages: string;
  settings: string;
  /** Read so far. */
  cards: number;
}

/** At most one engine at a time: started when needed, ended when in doubt. */
export interface Sessions {
  /**
   * An engine that is set to read these languages.
   * @throws ProblemError `model_missing`, else `engine_unavailable`: whatever keeps an engine from starting (no thread to
   *   be had, the script gone, a model it refuses) is the house's trouble, never the card's
   */
  ready(languages: readonly string[]): Promise<Session>;
  /** Ends the engine in use, and waits (5 s at most) for it and for those that are still being ended. */
  drop(): Promise<void>;
}

const LSTM_ONLY = 1;
const END_MS = 5000;

export function createSessions(
  models: ModelSource,
  startThread: () => TesseractThread,
  logger: Pick<Logger, 'warn'> | undefined,
): Sessions {
  let session: Session | undefined;
  let ending: Promise<unknown> = Promise.resolve();

  const end = async (thread: TesseractThread) => {
    try {
      await withDeadline(thread.terminate(), END_MS, 'ending the engine');
    } catch (error) {
      logger?.warn({ err: error }, 'an engine goes on in the background');
    }
  };
  const drop = async () => {
    const old = session;
    session = undefined;
    if (old !== undefined) ending = Promise.all([ending, end(old.thread)]);
    await ending;
  };

  const setTo = async (languages: readonly string[]): Promise<Session> => {
    // Crashed while idle: not the next card's fault.
    if (session?.thread.alive() === false) await drop();
    session ??= { thread: startThread(), loaded: new Map(), languages: '', settings: '', cards: 0 };
    const current = session;
    if (current.languages === '') await current.thread.call('load', { options: { lstmOnly: true } });
    const wanted = languages.join('+');
    if (current.languages === wanted) return current;
    for (const code of languages) {
      if (current.loaded.has(code)) continue;
      const model = await models.load(code);
      // Handed over as bytes and `none` as cache: the script has no reason left to touch a disk or a network.
      const langs = [{ code, data: model.data }];
      await current.thread.call('loadLanguage', { langs, options: { cacheMethod: 'none', lstmOnly: true } });
      current.loaded.set(code, { ...model, data: new Uint8Array() });
    }
    await current.thread.call('initialize', { langs: wanted, oem: LSTM_ONLY });
    current.languages = wanted;
    current.settings = '';
    return current;
  };

  return {
    drop,
    async ready(languages) {
      try {
        return await setTo(languages);
      } catch (cause) {
        if (cause instanceof ProblemError) throw cause;
        throw new ProblemError('engine_unavailable', { detail: String(cause), cause });
      }
    },
  };
}
