import { Command } from 'commander';

import { audit } from './commands/audit.ts';
import { digitise } from './commands/digitise.ts';
import type { DigitiseFlags } from './commands/digitise.ts';
import { evaluate } from './commands/evaluate.ts';
import type { EvaluateFlags } from './commands/evaluate.ts';
import { submit } from './commands/submit.ts';
import type { SubmitFlags } from './commands/submit.ts';
import { up } from './commands/up.ts';
import { watch } from './commands/watch.ts';
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

  program
    .command('audit')
    .description(
      'compare stored objects with the database; deletes nothing (exit code 2: there are findings)',
    )
    .option(
      '--data <folder>',
      'a data folder, in use or not (./data in the repository, unless DATABASE_URL is set)',
    )
    .action(async (flags: Flags) => done(await audit(flags, around, terminal, stops)));

  const batch = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<paths...>', 'images, and folders of images')
      .option(
        '--template <file or id>',
        'fields to look for: a JSON file, or a template by its id (free-text)',
      )
      .option('--languages <codes>', 'languages of the cards, e.g. deu+eng')
      .option('--title <text>', 'title of the batch (the name of the folder)')
      .option('--station <text>', 'where the cards were scanned')
      .option('--url <address>', 'a Cardmill that runs already');

  batch('digitise', 'read images and write what was read to a file')
    .option('--out <file>', 'a .csv or .json file to write; may be given twice', append)
    .option('--workers <number>', 'worker processes of its own Cardmill (cores, at most 4)')
    .option('--data <folder>', 'where its own Cardmill keeps everything (a temporary folder)')
    .action(async (paths: string[], flags: DigitiseFlags) =>
      done(await digitise(paths, flags, around, terminal, stops)),
    );

  program
    .command('evaluate')
    .description(
      'measure how well a template reads images whose truth lies beside them (exit code 2: some failed)',
    )
    .argument('<paths...>', 'folders of images with X.gt.txt (text) or X.fields.json (fields) beside X.jpg')
    .option('--template <file or id>', 'a JSON file, or a template by its id (free-text)')
    .option('--languages <codes>', 'languages of the cards, e.g. deu+eng')
    .option('--options <json>', 'how the cards are read, e.g. {"segmentation":"block"}')
    .option('--map <key=path,...>', 'where in X.fields.json a field is, e.g. year=publication.year')
    .option('--out <file>', 'a .json file for everything that was read and compared')
    .option('--workers <number>', 'worker processes of its own Cardmill (cores, at most 4)')
    .option('--url <address>', 'a Cardmill that runs already')
    .action(async (paths: string[], flags: EvaluateFlags) =>
      done(await evaluate(paths, flags, around, terminal, stops)),
    );

  batch('submit', 'send images to a Cardmill that runs, and print the name of the batch')
    .option('--batch <name>', 'a draft to send into, e.g. after an upload that broke off')
    .option('--start', 'start the batch when everything has been sent')
    .action(async (paths: string[], flags: SubmitFlags) =>
      done(await submit(paths, flags, around, terminal, stops)),
    );

  program
    .command('watch')
    .description('follow a batch until it ends')
    .argument('<batch>', 'name of the batch')
    .option('--url <address>', 'where Cardmill runs')
    .action(async (name: string, flags: Flags) => done(await watch(name, flags, around, terminal, stops)));

  return program;
}

const append = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
