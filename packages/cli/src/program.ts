import { Command } from 'commander';

import { up } from './commands/up.ts';
import type { Flags, Surroundings } from './config.ts';
import type { Terminal } from './terminal.ts';
import type { StopRequests } from './up/stop-signals.ts';

export interface ProgramOptions {
  around: Surroundings;
  terminal: Terminal;
  stops: StopRequests;
  version: string;
  /** Gets the exit status of the command that ran. */
  done: (status: number) => void;
}

/** The command line. Each command resolves its settings itself; nothing here reads the environment. */
export function createProgram(options: ProgramOptions): Command {
  const { around, terminal, stops, done } = options;
  const program = new Command('cardmill')
    .description('Turns drawers of index cards into data.')
    .version(options.version)
    .showHelpAfterError();

  program
    .command('up')
    .description('run everything on this machine until it is stopped')
    .option('--port <number>', 'port of the pages, the API and the socket (8080; 0: any free one)')
    .option('--host <address>', 'address to listen on (127.0.0.1: this machine only)')
    .option('--data <folder>', 'where cards and results are kept (./data in the repository)')
    .option('--workers <number>', 'worker processes, one recogniser each (cores, at most 4)')
    .action(async (flags: Flags) => done(await up(flags, around, terminal, stops)));

  return program;
}
