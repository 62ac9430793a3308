import { join } from 'node:path';

import { inheritedEnv, resolveSettings } from '../config.ts';
import type { Flags, Surroundings } from '../config.ts';
import type { Terminal } from '../terminal.ts';
import { startCardmill } from '../up/cardmill.ts';
import type { Cardmill } from '../up/cardmill.ts';
import type { StopRequests } from '../up/stop-signals.ts';

/** `cardmill up`: everything on this machine until it is told to stop. Returns the exit status. */
export async function up(
  flags: Flags,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const settings = resolveSettings(flags, around);
  const dataDir = settings.dataDir ?? join(around.root, 'data');
  let cardmill: Cardmill;
  try {
    cardmill = await startCardmill({
      ...settings,
      root: around.root,
      dataDir,
      env: inheritedEnv(around.env),
      temporary: false,
      say: terminal.say,
      signal: stops.signal,
    });
  } catch (err) {
    if (!stops.signal.aborted) throw err;
    terminal.say('Stopped before it was ready.');
    return 0;
  }
  stops.onSecond(cardmill.kill);
  terminal.out(`Cardmill is ready at ${cardmill.url}`);
  const failure = await Promise.race([stops.first.then(() => undefined), cardmill.failed]);
  if (failure !== undefined) terminal.say(`Cardmill stops: ${failure.message}`);
  else terminal.say('Stopping. Cards in hand are handed back; press Ctrl-C again to stop at once.');
  const late = await cardmill.close();
  if (late.length > 0) terminal.say(`Did not end in order: ${late.join(', ')}`);
  return failure === undefined && late.length === 0 ? 0 : 1;
}
