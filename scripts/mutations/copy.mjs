// A copy of the repository to do harm in. Third-party packages are shared with the original, our own are the copy's.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const OURS = '@cardmill';

/**
 * @param root the repository
 * @param target an empty folder
 * @param committed what is committed, instead of the working files
 */
export function copyRepository(root, target, committed) {
  const git = (...args) => execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 30 });
  if (committed) {
    execFileSync('tar', ['-x', '-C', target], { input: git('archive', 'HEAD') });
  } else {
    const files = git('ls-files', '-co', '--exclude-standard', '-z').toString().split('\0');
    for (const file of new Set(files)) {
      if (file === '' || !existsSync(join(root, file))) continue;
      mkdirSync(dirname(join(target, file)), { recursive: true });
      cpSync(join(root, file), join(target, file), { verbatimSymlinks: true });
    }
  }
  linkModules(root, target);
  execFileSync(process.execPath, ['prisma/scripts/generate.mjs'], { cwd: target, stdio: 'inherit' });
}

function linkModules(root, target) {
  mkdirSync(join(target, 'node_modules', OURS), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    // Caches are each tree's own.
    if (name === OURS || (name.startsWith('.') && name !== '.bin')) continue;
    symlinkSync(join(root, 'node_modules', name), join(target, 'node_modules', name));
  }
  for (const name of readdirSync(join(root, 'node_modules', OURS))) {
    // Relative links (`../../services/api`) lead into the copy by themselves.
    const link = readlinkSync(join(root, 'node_modules', OURS, name));
    symlinkSync(link, join(target, 'node_modules', OURS, name));
    const own = join('node_modules', OURS, name, 'node_modules');
    if (!existsSync(join(root, own))) continue;
    const workspace = join(target, 'node_modules', OURS, link, 'node_modules');
    symlinkSync(join(root, 'node_modules', OURS, link, 'node_modules'), workspace);
  }
}
