import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { fileURLToPath } from 'node:url';

import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';
import { listenForStops } from './up/stop-signals.ts';

// Below the repository as source and as build alike: packages/cli/{src,dist}/main.
const root = fileURLToPath(new URL('../../..', import.meta.url));
const dotenv = join(root, '.env');
// What is in the environment already wins over the file.
if (existsSync(dotenv)) loadEnvFile(dotenv);

const terminal = createTerminal(process.stdout, process.stderr);
// The root's own scripts only: what a test that npm runs starts may outlive the test.
const stops = listenForStops(
  ['start', 'digitise', 'evaluate', 'audit'].includes(process.env['npm_lifecycle_event'] ?? ''),
);

/** Ends the process when everything written has left it. */
function end(status: number): void {
  process.exitCode = status;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
}

const program = createProgram({
  around: {
    env: process.env,
    root,
    invokedIn: process.env['INIT_CWD'] ?? process.cwd(),
    cores: availableParallelism(),
  },
  terminal,
  stops,
  version: String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version),
  done: end,
});

try {
  await program.parseAsync(process.argv);
} catch (err) {
  terminal.say(`cardmill: ${err instanceof Error ? err.message : String(err)}`);
  end(1);
}
