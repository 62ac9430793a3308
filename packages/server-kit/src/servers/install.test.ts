import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { ensureInstalled, findCommand } from './install.ts';

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'cardmill-bin-'));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

function script(name: string, body: string): string {
  writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
  return join(bin, name);
}

test('finds a command on the PATH given, and in the system folders', () => {
  const mine = script('sh', 'true');
  expect(findCommand('sh', bin)).toBe(mine);
  expect(findCommand('env', bin)).toMatch(/\/bin\/env$/);
  expect(findCommand('no-such-command', bin)).toBeUndefined();
});

const tool = { anyOf: ['cardmill-tool'], packages: { 'apt-get': 'tool-package' }, purpose: 'Testing' };

test('says nothing and installs nothing when it is there', async () => {
  const present = script('cardmill-tool', 'true');
  script('apt-get', `touch ${bin}/was-run`);
  const said: string[] = [];
  await expect(ensureInstalled(tool, (line) => said.push(line), { PATH: bin })).resolves.toBe(present);
  expect(said).toEqual([]);
  expect(existsSync(join(bin, 'was-run'))).toBe(false);
});

test.runIf(process.getuid?.() === 0)('installs what is missing, and says so', async () => {
  // Stands in for the package manager: "installs" the tool when told to, and fails to update.
  script(
    'apt-get',
    `[ "$1" = install ] || exit 100\nprintf '#!/bin/sh\\n' > ${bin}/cardmill-tool; chmod +x ${bin}/cardmill-tool`,
  );
  const said: string[] = [];
  const found = await ensureInstalled(tool, (line) => said.push(line), { PATH: bin });
  expect(found).toBe(join(bin, 'cardmill-tool'));
  expect(said).toEqual(['Installing tool-package with apt-get: Testing.']);
});

test.runIf(process.getuid?.() === 0)(
  'names the command to run by hand when it cannot be installed',
  async () => {
    script('apt-get', 'exit 100');
    await expect(ensureInstalled(tool, () => undefined, { PATH: bin })).rejects.toThrow(
      'apt-get install tool-package',
    );
  },
);
