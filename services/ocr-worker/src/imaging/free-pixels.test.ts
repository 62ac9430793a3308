import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const run = promisify(execFile);
const MIB = 2 ** 20;

/** Bytes of pixels that are held after an image of 8 MiB was made and dropped, by a process with the worker's flags. */
async function heldAfterwards(flags: readonly string[]): Promise<number> {
  const module = JSON.stringify(new URL('free-pixels.ts', import.meta.url).href);
  const script = `
    const { freePixels } = await import(${module});
    new Uint8Array(${8 * MIB}).fill(1);
    await new Promise(setImmediate);
    freePixels();
    console.log(process.memoryUsage().arrayBuffers);`;
  const loader = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, ['--single-threaded-gc', ...flags, ...loader]);
  return Number(stdout);
}

it('gives back what nobody holds any more', async () => {
  expect(await heldAfterwards(['--expose-gc'])).toBeLessThan(8 * MIB);
});

it('breaks nothing where the flag is not set: V8 keeps it for now', async () => {
  expect(await heldAfterwards([])).toBeGreaterThanOrEqual(8 * MIB);
});
