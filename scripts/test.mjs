// `npm test` and `npm run test:long`: everything needed is made first (Debian packages, the build), then vitest runs
// and the last line says how it went.
//   node scripts/test.mjs         unit, integration and end to end
//   node scripts/test.mjs long    faults, ten thousand cards, whole journeys
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const suite = process.argv[2] === 'long' ? 'long' : 'test';
const projects = suite === 'long' ? ['long'] : ['unit', 'web', 'int', 'e2e'];
const results = `${root}.build/${suite}-results.json`;

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

const node = (...args) => run(process.execPath, args);
for (const step of [['scripts/ensure.mjs', 'tests'], ['scripts/build.mjs']]) {
  const status = node(...step);
  if (status !== 0) process.exit(status);
}

mkdirSync(`${root}.build`, { recursive: true });
const status = node(
  'node_modules/vitest/vitest.mjs',
  'run',
  ...projects.flatMap((project) => ['--project', project]),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exit(status);
