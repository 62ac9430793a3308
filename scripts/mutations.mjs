// `npm run mutations`: takes each guard out of a copy of the sources, one at a time, and shows that its test goes red.
//   --times 2        how often each mutated test is run; it must be red each time
//   --only lock      guards whose name holds this word
//   --committed      the committed files instead of the working ones
//   --model          asks the model test instead, which knows of no guard: what it finds it finds by chance
// Green without a mutation, red with it; the table goes into docs/reliability.md. Exit code 1 when a guard is not proved.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { copyRepository } from './mutations/copy.mjs';
import { guards } from './mutations/guards.mjs';
import { runTests } from './mutations/run-tests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    committed: { type: 'boolean', default: false },
    model: { type: 'boolean', default: false },
  },
});
const MODEL = {
  project: 'int',
  file: 'e2e/model/model.int.test.ts',
  name: 'agree, whatever happens in whatever order',
};
const chosen = guards
  .filter(({ guard }) => guard.includes(values.only))
  .map((entry) => (values.model ? { ...entry, test: MODEL } : entry));
const tree = mkdtempSync(join(tmpdir(), 'cardmill-mutations-'));
let unproved = 0;

function mutate({ guard, edits }) {
  const originals = edits.map(({ file, find, replace }) => {
    const path = join(tree, file);
    const text = readFileSync(path, 'utf8');
    const found = text.split(find).length - 1;
    // A guard that was rewritten must be looked at again, not passed over.
    if (found !== 1) throw new Error(`${guard}: found ${found} times in ${file}:\n${find}`);
    return { path, text, mutated: text.replace(find, () => replace) };
  });
  for (const { path, mutated } of originals) writeFileSync(path, mutated);
  return () => originals.forEach(({ path, text }) => writeFileSync(path, text));
}

function showGreen() {
  const byProject = new Map();
  for (const { test } of chosen) byProject.set(test.project, [...(byProject.get(test.project) ?? []), test]);
  for (const [project, tests] of byProject) {
    const { passed, failed, said } = runTests(tree, tests);
    const missing = tests.filter(({ name }) => !passed.includes(name));
    if (failed.length > 0 || missing.length > 0) {
      const names = [...failed.map(({ name, why }) => `${name}: ${why}`), ...missing.map(({ name }) => name)];
      throw new Error(`not green without a mutation (${project}):\n${names.join('\n')}\n${said}`);
    }
    console.error(`green: ${passed.length} tests of ${project}`);
  }
}

function prove(entry) {
  const { guard, breaks, test } = entry;
  const rounds = [];
  const restore = mutate(entry);
  try {
    for (let round = 0; round < Number(values.times); round += 1) {
      const began = performance.now();
      const { passed, failed, said } = runTests(tree, [test]);
      const seconds = Math.round((performance.now() - began) / 1_000);
      const red = failed.find(({ name }) => name === test.name);
      if (!red && !passed.includes(test.name)) console.error(`${guard}: could not be run\n${said}`);
      rounds.push({ red: red !== undefined, seconds });
      console.error(`${red ? 'red' : 'NOT RED'}: ${guard} (${seconds} s) ${red?.why ?? ''}`);
    }
  } finally {
    restore();
  }
  const red = rounds.filter((round) => round.red).length;
  if (red < rounds.length) unproved += 1;
  const slowest = Math.max(...rounds.map((round) => round.seconds));
  return `| ${guard} | ${breaks} | ${test.file}: ${test.name} | ${red} of ${rounds.length} | ${slowest} s |`;
}

try {
  console.error(`${chosen.length} guards, copied to ${tree}`);
  copyRepository(root, tree, values.committed);
  // All texts are looked for before anything is run.
  for (const entry of chosen) mutate(entry)();
  showGreen();
  const rows = chosen.map(prove);
  console.log('| guard taken out | what breaks | test that goes red | red | within |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
  console.log(`${chosen.length - unproved} of ${chosen.length} guards proved`);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
process.exitCode = unproved === 0 ? 0 : 1;
