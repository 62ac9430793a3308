// Makes the build that Cardmill runs from, when it is not current, under a lock. Silent when there is
// nothing to do; what it says goes to standard error.
//   node scripts/build.mjs
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const state = join(root, '.build');
const stamp = join(state, 'stamp');
const wanted = ['api', 'ocr-worker', 'notifier', 'cli', 'db', 'web'];
const outputs = [
  'packages/cli/dist/main.js',
  'prisma/dist/main.js',
  'services/api/dist/main.js',
  'services/notifier/dist/main.js',
  'services/ocr-worker/dist/main.js',
  'web/dist/index.html',
];
const folders = ['packages', 'services', 'prisma', 'web'];
const files = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
  'turbo.json',
  'scripts/build.mjs',
  'scripts/build-workspace.mjs',
];
const noInput = /^(?:node_modules|dist|dist\..*|generated|\.turbo|testkit)$|\.(?:test|suite)\.tsx?$|\.md$/;

/**
 * Builds what `npm start` needs unless that build is there. Nothing is rebuilt while the sources are the
 * ones that were built: they are compared by content, since a checkout changes every time stamp.
 */
export async function ensureBuilt() {
  if (isCurrent(hashSources())) return;
  const release = await lock();
  try {
    // Somebody else may have built it while we waited.
    const sources = hashSources();
    if (isCurrent(sources)) return;
    console.error('Building Cardmill (once, less than a minute)');
    await build();
    // Of the sources as they were before: what changed meanwhile is built next time.
    writeFileSync(`${stamp}.new`, sources);
    renameSync(`${stamp}.new`, stamp);
  } finally {
    await release();
  }
}

function isCurrent(sources) {
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sources &&
    outputs.every((output) => existsSync(join(root, output)))
  );
}

function hashSources() {
  const hash = createHash('sha256');
  for (const file of [...files, ...folders.flatMap(walk)].filter((name) => existsSync(join(root, name)))) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function walk(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !noInput.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    });
}

async function lock() {
  mkdirSync(state, { recursive: true });
  const lockfile = createRequire(new URL('../packages/cli/package.json', import.meta.url))('proper-lockfile');
  let told = false;
  const until = Date.now() + 15 * 60_000;
  for (;;) {
    try {
      return await lockfile.lock(state, { lockfilePath: join(state, 'lock'), stale: 10_000 });
    } catch (err) {
      if (err.code !== 'ELOCKED' || Date.now() > until) throw err;
      if (!told) console.error('Another process is building Cardmill; waiting for it');
      told = true;
      await sleep(250);
    }
  }
}

/** All of it without turbo's cache: that would copy files into dist/ one by one, not by rename. */
function build() {
  const args = [
    join(root, 'node_modules/turbo/bin/turbo'),
    'run',
    'build',
    '--cache=local:,remote:',
    '--no-daemon',
    '--output-logs=errors-only',
    ...wanted.map((name) => `--filter=@cardmill/${name}`),
  ];
  return new Promise((resolve, reject) => {
    const said = [];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', FORCE_COLOR: '0', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else {
        process.stderr.write(Buffer.concat(said));
        reject(new Error('Cardmill could not be built; what the compiler said is above'));
      }
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureBuilt();
  } catch (err) {
    console.error(err.message);
    process.exit(1);
  }
}
