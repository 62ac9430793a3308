import type { Segmentation } from '@cardmill/contracts';
import { ProblemError, withDeadline } from '@cardmill/server-kit';
import type { Logger } from 'pino';

import { CardError } from '../imaging/card-error.ts';
import { bounded, Late } from './bounded.ts';
import type { LoadedModel, ModelSource } from './models.ts';
import { EnginePage, flatten } from './page.ts';
import type { Recogniser } from './recogniser.ts';
import { EngineFault, startTesseractThread, type TesseractThread } from './tesseract-thread.ts';
import { oneAtATime } from './turns.ts';

/** What a recogniser of this kind needs. */
export interface TesseractOptions {
  readonly models: ModelSource;
  /** A fresh engine after this many cards. WASM memory never shrinks. Default 250, about 0.3 s each time. */
  readonly recycleAfterCards?: number;
  /** A fresh engine when the whole process holds more than this, looked at after each card. Default 1 GiB. */
  readonly recycleAboveBytes?: number;
  /** Bound of starting the engine and loading models. Default 60 s. */
  readonly startDeadlineMs?: number;
  /** Told when an old engine cannot be ended; without it nobody is. */
  readonly logger?: Pick<Logger, 'warn'>;
}

/** A running engine and what it was last told. */
interface Session {
  readonly thread: TesseractThread;
  readonly loaded: Map<string, LoadedModel>;
  languages: string;
  settings: string;
  cards: number;
}

const LSTM_ONLY = 1;
const MODES: Record<Segmentation, string> = { auto: '3', column: '4', block: '6', sparse: '11' };
const END_MS = 5000;
/** Below this a recycle for memory would not pay: the memory is somebody else's. */
const MIN_CARDS = 20;

/** tesseract.js behind the port: one engine in one thread, started with the first image, ended and replaced when in doubt. */
export function createTesseractRecogniser(options: TesseractOptions): Recogniser {
  const {
    models,
    recycleAfterCards = 250,
    recycleAboveBytes = 2 ** 30,
    startDeadlineMs = 60_000,
    logger,
  } = options;
  const closing = new AbortController();
  const turns = oneAtATime();
  let session: Session | undefined;
  let closed: Promise<void> | undefined;
  let ending: Promise<unknown> = Promise.resolve();

  const end = async (thread: TesseractThread) => {
    try {
      await withDeadline(thread.terminate(), END_MS, 'ending the engine');
    } catch (error) {
      logger?.warn({ err: error }, 'an engine goes on in the background');
    }
  };
  /** Ends the engine in use, and waits for it and for those that are still being ended. */
  const drop = async () => {
    const old = session;
    session = undefined;
    if (old !== undefined) ending = Promise.all([ending, end(old.thread)]);
    await ending;
  };

  /** An engine that is set to read these languages. */
  const ready = async (languages: readonly string[]): Promise<Session> => {
    // Crashed while idle: not the next card's fault.
    if (session?.thread.alive() === false) await drop();
    session ??= { thread: startTesseractThread(), loaded: new Map(), languages: '', settings: '', cards: 0 };
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

  const recognise: Recogniser['recognise'] = async (
    image,
    { languages, segmentation, signal, deadlineMs },
  ) => {
    const stop = [closing.signal, signal];
    for (const each of stop) each.throwIfAborted();
    if (languages.length === 0) throw new ProblemError('model_missing', { detail: 'no language was named' });
    try {
      const current = await bounded(ready(languages), startDeadlineMs, stop).catch((error: unknown) => {
        throw error instanceof EngineFault || error instanceof Late
          ? new ProblemError('engine_unavailable', { detail: error.message, cause: error })
          : error;
      });
      const read = async () => {
        const settings = { tessedit_pageseg_mode: MODES[segmentation], user_defined_dpi: String(image.dpi) };
        const key = JSON.stringify(settings);
        if (current.settings !== key) await current.thread.call('setParameters', { params: settings });
        current.settings = key;
        const payload = { image: image.pgm, options: {}, output: { text: true, blocks: true } };
        return EnginePage.parse(await current.thread.call('recognize', payload));
      };
      const page = await bounded(read(), deadlineMs, stop).catch((error: unknown) => {
        if (error instanceof Late) throw new CardError('ocr_timeout', error.message, { cause: error });
        if (error instanceof EngineFault) throw new CardError('ocr_failed', error.message, { cause: error });
        throw error;
      });
      current.cards += 1;
      const heavy = current.cards >= MIN_CARDS && process.memoryUsage.rss() > recycleAboveBytes;
      if (heavy || current.cards >= recycleAfterCards) await drop();
      return {
        ...flatten(page),
        engine: { name: 'tesseract.js', version: page.version },
        model: modelOf(current, languages),
      };
    } catch (error) {
      // The next card starts from a clean engine; a hanging one is ended here.
      if (!(error instanceof ProblemError && error.code === 'model_missing')) await drop();
      throw error;
    }
  };

  return {
    recognise: async (image, options) =>
      await turns(async () => await recognise(image, options), options.signal),
    async close() {
      if (!closing.signal.aborted)
        closing.abort(new ProblemError('shutting_down', { detail: 'the recogniser is closed' }));
      closed ??= drop();
      await closed;
    },
  };
}

function modelOf({ loaded }: Session, languages: readonly string[]) {
  const used = languages.flatMap((code) => loaded.get(code) ?? []);
  const sources = [...new Set(used.map((model) => model.source))].join(', ');
  return { name: `${languages.join('+')} (${sources})`, sha256: used.map((model) => model.sha256).join('+') };
}
