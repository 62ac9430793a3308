import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { Logger } from 'pino';

import type { TesseractThread } from './tesseract-thread.ts';

declare global {
  /** Node 20's types leave it out. */
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<object>;
  }
}

/** As tesseract.js tries them (its getCore.js): the first whose instructions this V8 knows is what an engine runs. */
const CORES = ['tesseract-core-relaxedsimd', 'tesseract-core-simd', 'tesseract-core'];

/** The engine's code. */
export interface CompiledCore {
  readonly path: string;
  readonly module: object;
}

/**
 * The code that engines run, compiled.
 * @throws Error when there is none that can be read and compiled, with the causes
 */
export async function compiledCore(): Promise<CompiledCore> {
  // Its own package's: another one may lie nearer to us.
  const require = createRequire(createRequire(import.meta.url).resolve('tesseract.js'));
  const refused: unknown[] = [];
  for (const name of CORES) {
    try {
      const path = require.resolve(`tesseract.js-core/${name}.wasm`);
      return { path, module: await WebAssembly.compile(await readFile(path)) };
    } catch (error) {
      refused.push(error);
    }
  }
  throw new AggregateError(refused, 'no core of the engine can be compiled');
}

/**
 * The same threads, with their compiled code kept from the first one on. V8 shares what it has compiled of the same bytes
 * between threads for as long as anybody holds it; a new engine otherwise finds out anew what is worth compiling well,
 * which took 2.7 s of CPU over its first dozen cards (810 ms a card in place of 600 with an engine for every 12).
 */
export function keepingCore(
  start: () => TesseractThread,
  logger: Pick<Logger, 'warn'> | undefined,
): () => TesseractThread {
  let kept: Promise<CompiledCore | undefined> | undefined;
  return () => {
    kept ??= compiledCore().catch((error: unknown) => {
      logger?.warn({ err: error }, 'the compiled engine cannot be kept; every new one starts slowly');
      return undefined;
    });
    return start();
  };
}
