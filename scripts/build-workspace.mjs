// Builds the workspace in the current folder and swaps the result in by rename, so a process that
// starts meanwhile sees the old build or the new one, never half of each.
//   node ../../scripts/build-workspace.mjs         TypeScript to dist/
//   node ../scripts/build-workspace.mjs vite       Vite's pages to dist/
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = process.cwd();
const fresh = `dist.${process.pid}`;
const old = `dist.old.${process.pid}`;
// Below the root, where the compiler finds @types; `${configDir}` in tsconfig.build.json would be the root.
const config = `${root}.build/tsconfig.${basename(here)}.${process.pid}.json`;

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });
}

function compile() {
  mkdirSync(`${root}.build`, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      extends: '../tsconfig.build.json',
      compilerOptions: { rootDir: `${here}/src`, outDir: `${here}/${fresh}` },
      include: [`${here}/src`],
      exclude: [`${here}/**/*.test.ts`, `${here}/**/*.test.tsx`, `${here}/**/*.suite.ts`],
    }),
  );
  run(`${root}node_modules/typescript/bin/tsc`, '-p', config);
  withoutFailPoints();
}

/** What is shipped has no fail points: the fault bench alone runs the sources. Line numbers stay, for the source maps. */
function withoutFailPoints() {
  const marker = /^(?:import \{ failPoint \} from .*;|\s*await failPoint\(.*\);)$/gm;
  for (const name of readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.endsWith('.js'),
  )) {
    const code = readFileSync(`${fresh}/${name}`, 'utf8');
    if (!code.includes('await failPoint(')) continue;
    const stripped = code.replace(marker, '');
    if (stripped.includes('failPoint(')) throw new Error(`${name} keeps a fail point: write it on one line`);
    writeFileSync(`${fresh}/${name}`, stripped);
  }
}

/** What a build that was killed left behind; builds that run beside this one keep theirs. */
function sweep() {
  const leftovers = [here, `${root}.build`].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [],
  );
  for (const path of leftovers) {
    const pid = /^(?:dist\.(?:old\.)?|tsconfig\.[\w-]+\.)(\d+)(?:\.json)?$/.exec(basename(path))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return err.code !== 'ESRCH';
  }
}

try {
  sweep();
  if (process.argv[2] === 'vite')
    run(
      `${root}node_modules/vite/bin/vite.js`,
      'build',
      '--logLevel',
      'warn',
      '--emptyOutDir',
      '--outDir',
      fresh,
    );
  else compile();
  if (existsSync('dist')) renameSync('dist', old);
  renameSync(fresh, 'dist');
} catch (err) {
  // The compiler has said what is wrong; a stack of this script adds nothing.
  process.exitCode = err.status ?? 1;
  if (err.status === undefined) console.error(err);
} finally {
  for (const leftover of [config, fresh, old]) rmSync(leftover, { recursive: true, force: true });
}
