import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

import { z } from 'zod';

/** tesseract.js's worker script in a thread of its own. */
export interface TesseractThread {
  /** @throws EngineFault when the engine refuses, the thread dies, or it is terminated meanwhile */
  call(
    action: 'load' | 'loadLanguage' | 'initialize' | 'setParameters' | 'recognize',
    payload: unknown,
  ): Promise<unknown>;
  /** False once it crashed or was terminated; every call then rejects. */
  alive(): boolean;
  terminate(): Promise<void>;
}

/** The engine's own complaint. */
export class EngineFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EngineFault';
  }
}

const Reply = z.object({
  jobId: z.string(),
  status: z.enum(['resolve', 'reject', 'progress']),
  data: z.unknown().optional(),
});

/**
 * Speaks the messages of tesseract.js 7.0.0's worker script directly, in place of its `createWorker`, which
 * (measured and read in its source) lets one bad file end the process or hang:
 * - a rejection without `errorHandler` throws on the message loop (https://github.com/naptha/tesseract.js/issues/367);
 * - a failed `initialize` answers twice, and the second answer throws a TypeError there, handler or not;
 * - the thread's `error` event has no listener, so a WASM abort is an uncaught exception of the process;
 * - `createWorker` never settles when a model cannot be loaded, and gives no handle to end its thread;
 * - `terminate` leaves the running `recognize` pending for ever.
 */
export function startTesseractThread(): TesseractThread {
  const require = createRequire(import.meta.url);
  const script = require.resolve('tesseract.js/src/worker-script/node/index.js');
  // No loader flags of ours (`--import tsx`) in there; leptonica's complaints go nowhere, the rejection says it.
  const worker = new Worker(script, { execArgv: [], stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  const open = new Map<string, { resolve(data: unknown): void; reject(error: EngineFault): void }>();
  let ended: EngineFault | undefined;
  let jobs = 0;

  const end = (fault: EngineFault) => {
    ended ??= fault;
    for (const call of open.values()) call.reject(ended);
    open.clear();
  };
  worker.on('error', (cause) => end(new EngineFault('the engine crashed', { cause })));
  worker.on('exit', () => end(new EngineFault('the engine ended')));
  worker.on('message', (message: unknown) => {
    const reply = Reply.safeParse(message).data;
    if (reply === undefined || reply.status === 'progress') return;
    const call = open.get(reply.jobId);
    // A second answer to the same call finds nothing here.
    open.delete(reply.jobId);
    if (reply.status === 'resolve') call?.resolve(reply.data);
    else call?.reject(new EngineFault(String(reply.data)));
  });

  return {
    call: (action, payload) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        jobs += 1;
        const jobId = `${action}-${jobs}`;
        open.set(jobId, { resolve, reject });
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage({ workerId: 'cardmill', jobId, action, payload });
      }),
    alive: () => ended === undefined,
    async terminate() {
      end(new EngineFault('the engine was ended'));
      await worker.terminate();
    },
  };
}
