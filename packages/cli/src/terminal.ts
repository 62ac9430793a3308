import type { Writable } from 'node:stream';

/** Where a command talks to people and to programs that read its output. */
export interface Terminal {
  /** One line of the result, to standard output. */
  out: (line: string) => void;
  /** One line about what is going on, to standard error. */
  say: (line: string) => void;
  stdout: Writable & { isTTY?: boolean };
}

/** Lines to the two streams. A reader that has gone away (`| head`) is no reason to stop working. */
export function createTerminal(stdout: Terminal['stdout'], stderr: Writable): Terminal {
  for (const stream of [stdout, stderr])
    stream.on('error', (err: NodeJS.ErrnoException) => {
      if (err.code !== 'EPIPE') throw err;
    });
  return {
    stdout,
    out: (line) => void stdout.write(`${line}\n`),
    say: (line) => void stderr.write(`${line}\n`),
  };
}
