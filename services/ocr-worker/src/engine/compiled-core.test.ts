import { createRequire } from 'node:module';

import { expect, it } from 'vitest';

import { compiledCore } from './compiled-core.ts';

it('is of the very file that an engine runs', async () => {
  const { path, module } = await compiledCore();
  const require = createRequire(import.meta.url);
  // As tesseract.js's worker script calls it for what an engine of ours is told.
  await require('tesseract.js/src/worker-script/node/getCore.js')(true, '', { progress: () => undefined });
  const loaded = Object.keys(require.cache).filter((file) => file.includes('tesseract-core'));
  expect(loaded).toEqual([path.replace(/\.wasm$/, '.js')]);
  expect(Object.prototype.toString.call(module)).toBe('[object WebAssembly.Module]');
});
