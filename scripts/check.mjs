// `npm run check`: everything that judges the code without running it. All steps run, so one look shows all that is
// wrong. On a fresh clone it needs nothing but `npm ci`.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;

const steps = [
  ['format', bin('oxfmt'), ['--check', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types web', bin('tsc'), ['-p', 'web/tsconfig.json']],
  ['import rules', process.execPath, ['scripts/import-rules.mjs']],
  ['dead code', bin('knip'), []],
  ['borders', bin('turbo'), ['boundaries']],
];

function run([name, command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ name, ok: code === 0, output }));
    child.on('error', (error) => resolve({ name, ok: false, output: String(error) }));
  });
}

/** The lock file must work with any registry, and somebody else's address is nobody's business. */
async function lockFile() {
  const lock = JSON.parse(await readFile(`${root}package-lock.json`, 'utf8'));
  const named = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
  return {
    name: 'lock file',
    ok: named.length === 0,
    output: named.map(([path, entry]) => `${path}: ${entry.resolved}`).join('\n'),
  };
}

// The Prisma client is made, not committed; types and lint need it.
const generated = await run(['prisma client', process.execPath, ['prisma/scripts/generate.mjs']]);
const results = [generated, await lockFile()];
// Two at a time: the machines this runs on have two cores.
for (let i = 0; i < steps.length; i += 2)
  results.push(...(await Promise.all(steps.slice(i, i + 2).map(run))));

for (const { name, ok, output } of results) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok) console.log(output.trim().slice(0, 12_000));
}
process.exit(results.every((result) => result.ok) ? 0 : 1);
