import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const BOUND_MS = 300_000;

/**
 * Runs some tests of one vitest project.
 * @param tests `{project, file, name}`; all of one project
 * @returns `{passed, failed}`: full names; `failed` with the first line of why. Both empty when nothing could be run.
 */
export function runTests(tree, tests) {
  const output = join(tree, 'mutation-results.json');
  rmSync(output, { force: true });
  const [{ project }] = tests;
  const files = [...new Set(tests.map((test) => test.file))];
  const names = tests.map((test) => test.name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const { stderr, stdout } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      ...files,
      '-t',
      names.join('|'),
      '--reporter=json',
      `--outputFile=${output}`,
    ],
    { cwd: tree, encoding: 'utf8', timeout: BOUND_MS, killSignal: 'SIGTERM', maxBuffer: 2 ** 28 },
  );
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-15).join('\n');
  if (!existsSync(output)) return { passed: [], failed: [], said };
  const results = JSON.parse(readFileSync(output, 'utf8')).testResults.flatMap(
    (file) => file.assertionResults,
  );
  const because = ({ failureMessages }) => (failureMessages[0] ?? '').split('\n')[0];
  return {
    passed: results.filter((one) => one.status === 'passed').map((one) => one.title),
    failed: results
      .filter((one) => one.status === 'failed')
      .map((one) => ({ name: one.title, why: because(one) })),
    said,
  };
}
