import { ProblemError } from '@cardmill/server-kit';
import type { Logger } from 'pino';

import { CardError } from '../imaging/card-error.ts';
import type { GreyImage } from '../imaging/pgm.ts';
import { bounded, Late } from './bounded.ts';
import { keepingCore } from './compiled-core.ts';
import type { ModelSource } from './models.ts';
import { EnginePage, flatten } from './page.ts';
import type { Recogniser, RecogniseOptions, Recognition } from './recogniser.ts';
import { createSessions, type Session } from './session.ts';
import { EngineFault, startTesseractThread, type TesseractThread } from './tesseract-thread.ts';
import { oneAtATime } from './turns.ts';

/** What a recogniser of this kind needs. */
export interface TesseractOptions {
  readonly models: ModelSource;
  /** A fresh engine after this many cards. WASM memory never shrinks: 345 MiB for 250 cards. Default 120, about 0.3 s each time. */
  readonly recycleAfterCards?: number;
  /** A fresh engine when the whole process holds more than this, looked at after each card. Default 1 GiB. */
  readonly recycleAboveBytes?: number;
  /** What the process holds, in bytes. Default: its resident memory. */
  readonly memoryBytes?: () => number;
  /** Bound of starting the engine and loading models; half of the card's deadline when that is less. Default 30 s. */
  readonly startDeadlineMs?: number;
  /** Default: tesseract.js's script in a thread, its compiled code kept from one to the next. */
  readonly startThread?: () => TesseractThread;
  /** Told when an old engine cannot be ended; without it nobody is. */
  readonly logger?: Pick<Logger, 'warn'>;
}

const MODES: Record<RecogniseOptions['segmentation'], string> = {
  auto: '3',
  column: '4',
  block: '6',
  line: '7',
  sparse: '11',
};
/** Below this a recycle for memory would not pay: the memory is somebody else's. */
const MIN_CARDS = 20;

/** tesseract.js behind the port: one engine in one thread, started with the first image, ended and replaced when in doubt. */
export function createTesseractRecogniser(options: TesseractOptions): Recogniser {
  const {
    models,
    recycleAfterCards = 120,
    recycleAboveBytes = 2 ** 30,
    memoryBytes = () => process.memoryUsage.rss(),
    startDeadlineMs = 30_000,
    logger,
    startThread = keepingCore(startTesseractThread, logger),
  } = options;
  const closing = new AbortController();
  const turns = oneAtATime();
  const sessions = createSessions(models, startThread, logger);
  let closed: Promise<void> | undefined;

  /** @throws as the port does, but EngineFault when the engine itself broke down over the image */
  const readOnce = async (image: GreyImage, asked: RecogniseOptions, deadlineMs: number) => {
    const { languages, segmentation } = asked;
    const stop = [closing.signal, asked.signal];
    const begun = performance.now();
    const startMs = Math.min(startDeadlineMs, deadlineMs / 2);
    const current = await bounded(sessions.ready(languages), startMs, stop).catch((error: unknown) => {
      throw error instanceof Late
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
    const leftMs = deadlineMs - (performance.now() - begun);
    const page = await bounded(read(), leftMs, stop).catch((error: unknown) => {
      if (error instanceof Late) throw new CardError('ocr_timeout', error.message, { cause: error });
      if (!(error instanceof EngineFault)) throw error;
      // Out of memory or a trap in an engine that has read many: it may be the many, so the card gets a fresh one.
      if (current.cards > 0 && !current.thread.alive()) throw new WornOut(error.message, { cause: error });
      throw new CardError('ocr_failed', error.message, { cause: error });
    });
    current.cards += 1;
    const heavy = current.cards >= MIN_CARDS && memoryBytes() > recycleAboveBytes;
    if (heavy || current.cards >= recycleAfterCards) await sessions.drop();
    return recognitionOf(page, current, languages);
  };

  const recognise: Recogniser['recognise'] = async (image, asked) => {
    for (const each of [closing.signal, asked.signal]) each.throwIfAborted();
    if (asked.languages.length === 0)
      throw new ProblemError('model_missing', { detail: 'no language was named' });
    const begun = performance.now();
    try {
      return await readOnce(image, asked, asked.deadlineMs).catch(async (error: unknown) => {
        if (!(error instanceof WornOut)) throw error;
        logger?.warn({ err: error }, 'a used engine died; the card is read by a fresh one');
        return await readOnce(image, asked, asked.deadlineMs - (performance.now() - begun));
      });
    } catch (error) {
      // The next card starts from a clean engine; a hanging one is ended here.
      if (!(error instanceof ProblemError && error.code === 'model_missing')) await sessions.drop();
      throw error;
    }
  };

  return {
    recognise: async (image, asked) => await turns(async () => await recognise(image, asked), asked.signal),
    async close() {
      if (!closing.signal.aborted)
        closing.abort(new ProblemError('shutting_down', { detail: 'the recogniser is closed' }));
      closed ??= sessions.drop();
      await closed;
    },
  };
}

/** A thread that had read cards before died over this one. */
class WornOut extends Error {}

function recognitionOf(page: EnginePage, { loaded }: Session, languages: readonly string[]): Recognition {
  const used = languages.flatMap((code) => loaded.get(code) ?? []);
  const sources = [...new Set(used.map((model) => model.source))].join(', ');
  return {
    ...flatten(page),
    engine: { name: 'tesseract.js', version: page.version },
    model: {
      name: `${languages.join('+')} (${sources})`,
      sha256: used.map((model) => model.sha256).join('+'),
    },
  };
}
