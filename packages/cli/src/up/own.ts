import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inheritedEnv } from '../config.ts';
import type { Settings, Surroundings } from '../config.ts';
import type { Terminal } from '../terminal.ts';
import { startCardmill } from './cardmill.ts';
import type { StopRequests } from './stop-signals.ts';

/** A Cardmill for one job, on a port of its own. */
export interface OwnCardmill {
  url: string;
  /** Aborts when the job is to stop, or when this Cardmill cannot go on. */
  signal: AbortSignal;
  /** Stops it and removes its data. */
  close: () => Promise<void>;
}

/** Starts a Cardmill of our own; closing it removes its data, unless `--data` named a folder. */
export async function openOwn(
  settings: Settings,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<OwnCardmill> {
  const temporary = settings.dataDir === undefined;
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'cardmill-')));
  const clean = async () => {
    if (temporary) await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const cardmill = await startCardmill({
      root: around.root,
      dataDir,
      host: '127.0.0.1',
      port: 0,
      workers: settings.workers,
      origins: [],
      env: inheritedEnv(around.env),
      temporary,
      say: terminal.say,
      logLevel: settings.logLevel,
      signal: stops.signal,
    });
    stops.onSecond(() => {
      cardmill.kill();
      if (temporary) rmSync(dataDir, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
    });
    const failure = new AbortController();
    void cardmill.failed.then((err) => failure.abort(err));
    return {
      url: cardmill.url,
      signal: AbortSignal.any([stops.signal, failure.signal]),
      async close() {
        const late = await cardmill.close();
        if (late.length > 0) terminal.say(`Did not end in order: ${late.join(', ')}`);
        await clean();
      },
    };
  } catch (err) {
    await clean();
    throw err;
  }
}
