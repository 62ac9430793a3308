import { createApi } from '../client/api.ts';
import { watchBatch } from '../client/watch-batch.ts';
import { resolveSettings } from '../config.ts';
import type { Flags, Surroundings } from '../config.ts';
import { createReport } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import type { StopRequests } from '../up/stop-signals.ts';
import { greet } from './job.ts';

const patienceMs = 60 * 60_000;

/** `cardmill watch`: follows a batch until it ends. Returns 0 when every card was read, else 2. */
export async function watch(
  batch: string,
  flags: Pick<Flags, 'url'>,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const settings = resolveSettings(flags, around);
  const origin = settings.url ?? `http://127.0.0.1:${settings.port}`;
  await greet(origin, stops.signal);
  const api = createApi({ origin, signal: stops.signal, patienceMs, say: terminal.say });
  const report = createReport(terminal);
  try {
    const end = await watchBatch({ api, batch, onCard: report.card, onProgress: report.progress });
    report.close();
    if (end.error !== null) terminal.say(`The batch was stopped: ${end.error.message} (${end.error.code})`);
    terminal.say(`${end.status}: ${end.succeeded} read, ${end.failed} failed, ${end.cancelled} cancelled`);
    return end.failed + end.cancelled === 0 ? 0 : 2;
  } catch (err) {
    report.close();
    if (!stops.signal.aborted) throw err;
    return await stops.first;
  }
}
