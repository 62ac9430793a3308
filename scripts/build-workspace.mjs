// Compiles the workspace in the current folder and swaps the result in by rename, so a process that
// starts meanwhile sees the old build or the new one, never half of each.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = `dist.${process.pid}`;
const old = `dist.old.${process.pid}`;
try {
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`, '--outDir', fresh],
    { stdio: 'inherit' },
  );
  if (existsSync('dist')) renameSync('dist', old);
  renameSync(fresh, 'dist');
} finally {
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
}
