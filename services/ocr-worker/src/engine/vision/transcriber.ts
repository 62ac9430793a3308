import { ProblemError } from '@cardmill/server-kit';
import type { Logger } from 'pino';

import { CardError } from '../../imaging/card-error.ts';
import { bounded, Late } from '../bounded.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import type { Pace } from './pace.ts';
import { emptyPicture } from './picture.ts';
import type { Said } from './reply.ts';

export interface TranscriberOptions {
  readonly endpoint: Endpoint;
  readonly pace: Pace;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds before the next try, by the number of tries so far, counted from 0. */
  readonly backOffMs?: (tries: number) => number;
  readonly logger?: Pick<Logger, 'warn'> | undefined;
}

export interface Transcriber {
  /**
   * What the model reads on the picture.
   * @param stop signals that end it, each with its reason
   * @throws CardError `ocr_failed` and `ocr_timeout`, only when the endpoint has proved that it reads other pictures
   * @throws ProblemError `engine_unavailable`, `handwriting_refused`
   */
  transcribe(picture: Uint8Array, deadlineMs: number, stop: readonly AbortSignal[]): Promise<Said>;
}

/** About 8,000 letters; the fullest cards have 2,000. */
const MAX_TOKENS = 2_048;
/** A server that is busy or away for longer is the line's to wait for: it shows, and other batches go on. */
const MOST_TRIES = { busy: 6, broken: 4 };
/** From this failure on it is asked whether the endpoint works at all. */
const DOUBT_FROM = 3;
/** How long the endpoint may take over an empty picture: what is left of the card's time, within these. */
const PROOF_MS = { least: 5_000, most: 30_000 };

const unavailable = (why: string): ProblemError =>
  new ProblemError('engine_unavailable', { detail: `handwriting: ${why}` });
const refused = (why: string): ProblemError => new ProblemError('handwriting_refused', { detail: why });

/**
 * Asks until there is an answer, and says whose fault it is when there is none. One failed request cannot tell a card
 * that the model chokes on from a model that is not there; so whatever may be either, a white square is sent after it.
 * Only an endpoint that reads the square makes it the card's fault: a server that is away costs no card its attempt.
 */
export function createTranscriber(options: TranscriberOptions): Transcriber {
  const { endpoint, pace, timeoutMs, logger, backOffMs = defaultBackOff } = options;

  const once = async (
    picture: Uint8Array,
    tokens: number,
    ms: number,
    stop: readonly AbortSignal[],
  ): Promise<Answer | { readonly kind: 'late' }> => {
    const own = new AbortController();
    pace.take();
    try {
      return await bounded(endpoint.ask(picture, tokens, own.signal), ms, stop);
    } catch (error) {
      if (error instanceof Late) return { kind: 'late' };
      throw error;
    } finally {
      own.abort();
    }
  };

  /** @throws ProblemError unless the endpoint reads an empty picture */
  const prove = async (leftMs: number, stop: readonly AbortSignal[], why: string): Promise<void> => {
    const ms = Math.min(PROOF_MS.most, Math.max(PROOF_MS.least, leftMs));
    const answer = await once(await emptyPicture(), 1, ms, stop);
    logger?.warn({ why, proof: answer.kind }, 'a card could not be read as handwriting');
    if (answer.kind === 'said') return;
    if (answer.kind === 'refused') throw refused(answer.why);
    if (answer.kind === 'unclear' && answer.status >= 400 && answer.status < 500)
      throw refused(`${answer.why} even to an empty picture`);
    throw unavailable(why);
  };

  return {
    async transcribe(picture, deadlineMs, stop) {
      const end = performance.now() + deadlineMs;
      const left = (): number => end - performance.now();
      const wait = async (ms: number, why: string): Promise<void> => {
        if (ms > left()) throw unavailable(why);
        if (ms > 0) await pause(ms, stop);
      };
      for (let tries = 1; ; tries += 1) {
        await wait(pace.waitMs(), 'the rate limit leaves no time for this card');
        // A quarter is kept back for the question whose fault it is.
        const given = Math.max(1, Math.min(timeoutMs, left() * 0.75));
        const answer = await once(picture, MAX_TOKENS, given, stop);
        switch (answer.kind) {
          case 'said':
            if (answer.fault !== null) throw new CardError('ocr_failed', answer.fault);
            return answer;
          case 'refused':
            throw refused(answer.why);
          case 'unclear':
            await prove(left(), stop, answer.why);
            throw new CardError('ocr_failed', answer.why);
          case 'late': {
            const why = `no answer within ${Math.round(given)} ms`;
            // Waiting for others ate the card's time.
            if (given < Math.min(timeoutMs, deadlineMs) / 2) throw unavailable(why);
            await prove(left(), stop, why);
            throw new CardError('ocr_timeout', why);
          }
          case 'busy':
          case 'broken': {
            if (answer.kind === 'busy' && tries >= MOST_TRIES.busy) throw unavailable(answer.why);
            if (answer.kind === 'broken' && tries >= DOUBT_FROM) await prove(left(), stop, answer.why);
            // It works before and after, and breaks off over this card each time.
            if (answer.kind === 'broken' && tries >= MOST_TRIES.broken)
              throw new CardError('ocr_failed', answer.why);
            await wait(Math.max(answer.afterMs ?? 0, backOffMs(tries - 1)), answer.why);
          }
        }
      }
    },
  };
}

/** Half a second, doubled each time, at most 8 s, jittered by half. */
function defaultBackOff(tries: number): number {
  const ceiling = Math.min(500 * 2 ** tries, 8_000);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

async function pause(ms: number, stop: readonly AbortSignal[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await bounded(passed, null, stop).finally(() => clearTimeout(timer));
}
