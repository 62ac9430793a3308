// `npm start` and `npm run digitise`: works right after `npm ci`, with nothing built yet.
//   node scripts/cardmill.mjs up | digitise | submit | watch | audit …
import { fileURLToPath } from 'node:url';

import { ensureBuilt } from './build.mjs';

const main = new URL('../packages/cli/dist/main.js', import.meta.url);
try {
  await ensureBuilt();
} catch (err) {
  console.error(err.message);
  process.exit(1);
}
// In this process, not as a child: a signal or a kill of the launcher reaches the launcher.
process.argv[1] = fileURLToPath(main);
await import(main);
