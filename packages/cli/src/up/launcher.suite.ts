import { up } from '../commands/up.ts';
// Run by launcher.int.test.ts as the launcher: `cardmill up` on a folder of stand-in services.
//   launcher.suite.ts <root> <data> [flags…]
import { createTerminal } from '../terminal.ts';
import { listenForStops } from './stop-signals.ts';

const [root = '', data = '', port = '0', workers = '2'] = process.argv.slice(2);
const terminal = createTerminal(process.stdout, process.stderr);
try {
  const status = await up(
    { data, port, workers },
    { env: process.env, root, invokedIn: root, cores: 2 },
    terminal,
    listenForStops(process.env['npm_lifecycle_event'] !== undefined),
  );
  process.exit(status);
} catch (err) {
  terminal.say(err instanceof Error ? err.message : String(err));
  process.exit(1);
}
