import { createApi } from '../client/api.ts';
import { resolveSettings } from '../config.ts';
import type { Flags, Surroundings } from '../config.ts';
import { createReport } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import type { StopRequests } from '../up/stop-signals.ts';
import { discard, greet, prepareJob, sendJob, startBatch } from './job.ts';
import type { JobFlags } from './job.ts';

export interface SubmitFlags extends Pick<Flags, 'url'>, JobFlags {
  batch?: string;
  start?: boolean;
}

const patienceMs = 10 * 60_000;

/**
 * `cardmill submit`: sends images to a Cardmill that runs and prints the name of the batch, the only
 * line on standard output. Returns 0, or 2 when some files were left out.
 */
export async function submit(
  names: readonly string[],
  flags: SubmitFlags,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const settings = resolveSettings(flags, around);
  const origin = settings.url ?? `http://127.0.0.1:${settings.port}`;
  const job = await prepareJob(names, flags, around, terminal);
  await greet(origin, stops.signal);
  const api = createApi({ origin, signal: stops.signal, patienceMs, say: terminal.say });
  // The bar, or nothing: standard output is for the name.
  const report = createReport({ ...terminal, out: terminal.say });
  try {
    const sent = await sendJob(api, job, report, flags.batch);
    if (flags.start === true && sent.taken > 0) await startBatch(api, sent.batch);
    report.close();
    if (sent.taken === 0 && flags.batch === undefined) await discard(api, sent.batch);
    else terminal.out(sent.batch);
    return sent.leftOut === 0 ? 0 : 2;
  } catch (err) {
    report.close();
    if (!stops.signal.aborted) throw err;
    terminal.say('Stopped. The draft stays; send the rest into it with --batch.');
    return await stops.first;
  }
}
