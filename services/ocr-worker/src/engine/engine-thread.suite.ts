import { EngineFault, type TesseractThread } from './tesseract-thread.ts';

/** What the engine answers to the n-th image of this thread, counted from 0: a text, or a refusal; or it `dies` or `hangs`. */
export type ThreadScript = (image: number) => string | EngineFault;

/** Threads that say what they are told to say, and count themselves. */
export function fakeThreads(script: ThreadScript = () => 'Bach', startable: () => boolean = () => true) {
  let started = 0;
  let running = 0;
  let most = 0;
  const start = (): TesseractThread => {
    if (!startable()) throw new Error('ERR_WORKER_INIT_FAILED');
    started += 1;
    running += 1;
    most = Math.max(most, running);
    let images = 0;
    let ended: EngineFault | undefined;
    const end = (why: string): void => {
      if (ended === undefined) running -= 1;
      ended ??= new EngineFault(why);
    };
    return {
      async call(action) {
        await Promise.resolve();
        if (ended !== undefined) throw ended;
        if (action !== 'recognize') return undefined;
        const answer = script(images);
        images += 1;
        if (answer === 'hangs') return new Promise(() => undefined);
        if (answer === 'dies') end('the engine crashed');
        if (ended !== undefined) throw ended;
        if (answer instanceof EngineFault) throw answer;
        return { text: answer, version: 'fake', blocks: null };
      },
      alive: () => ended === undefined,
      async terminate() {
        end('the engine was ended');
        await Promise.resolve();
      },
    };
  };
  return { start, started: () => started, running: () => running, most: () => most };
}
