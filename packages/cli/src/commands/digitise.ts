import { FREE_TEXT } from '@cardmill/contracts';
import type { BatchProgress } from '@cardmill/contracts';

import { checkOutputs, defaultOutput, outputPath, parseOutputs } from '../cards/outputs.ts';
import type { Output } from '../cards/outputs.ts';
import { createApi } from '../client/api.ts';
import { download } from '../client/download.ts';
import { watchBatch } from '../client/watch-batch.ts';
import { resolveSettings } from '../config.ts';
import type { Flags, Settings, Surroundings } from '../config.ts';
import { createReport } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import { openOwn } from '../up/own.ts';
import type { StopRequests } from '../up/stop-signals.ts';
import { discard, greet, prepareJob, sendJob, startBatch } from './job.ts';
import type { Job, JobFlags } from './job.ts';

export interface DigitiseFlags extends Flags, JobFlags {
  out?: string[];
}

/** Exit status: everything was read. */
const allRead = 0;
const couldNotRun = 1;
const someFailed = 2;
const patienceMs = 10 * 60_000;

/**
 * `cardmill digitise`: images in, data out, with a Cardmill that runs already or one of its own.
 *
 * @returns 0 all read, 2 some cards failed, 1 could not run, 128 + signal when it was stopped
 */
export async function digitise(
  names: readonly string[],
  flags: DigitiseFlags,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const settings = resolveSettings(flags, around);
  const outputs = parseOutputs(flags.out ?? [], around.invokedIn);
  await checkOutputs(outputs);
  const job = await prepareJob(names, flags, around, terminal);
  if (settings.url !== undefined) {
    if (flags.data !== undefined || flags.workers !== undefined)
      throw new Error('--data and --workers are for a Cardmill of its own, without --url');
    await greet(settings.url, stops.signal);
    return run({ origin: settings.url, signal: stops.signal, job, outputs, terminal, stops, settings });
  }

  // The data goes with the temporary folder: then the result must go somewhere.
  const kept = settings.dataDir !== undefined;
  if (outputs.length === 0 && !kept) {
    // The table has a column for each field, and none for the text of a card.
    const format = job.set.templateId === FREE_TEXT ? 'json' : 'csv';
    outputs.push(await defaultOutput(job.set.title, around.invokedIn, format));
  }
  try {
    const own = await openOwn(settings, around, terminal, stops);
    try {
      return await run({ origin: own.url, signal: own.signal, job, outputs, terminal, stops, settings });
    } finally {
      await own.close();
    }
  } catch (err) {
    if (!stops.signal.aborted) throw err;
    terminal.say(
      kept ? `Stopped. What was read is kept in ${settings.dataDir}` : 'Stopped; nothing is kept.',
    );
    return stops.first;
  }
}

interface Run {
  origin: string;
  signal: AbortSignal;
  job: Job;
  outputs: readonly Output[];
  terminal: Terminal;
  stops: StopRequests;
  settings: Settings;
}

async function run(given: Run): Promise<number> {
  const { origin, signal, job, outputs, terminal, stops, settings } = given;
  const { say } = terminal;
  const api = createApi({ origin, signal, patienceMs, say });
  const report = createReport(terminal);
  let batch: string | undefined;
  try {
    const sent = await sendJob(api, job, report);
    batch = sent.batch;
    let end: BatchProgress | undefined;
    if (sent.taken > 0) {
      await startBatch(api, batch);
      end = await watchBatch({ api, batch, onCard: report.card, onProgress: report.progress });
    }
    report.close();
    for (const { path, format } of outputs) await download(api, outputPath(batch, format), path);
    if (sent.taken === 0) await discard(api, batch);
    return summarise(end, sent.leftOut, outputs, say);
  } catch (err) {
    report.close();
    if (!stops.signal.aborted || settings.url === undefined) throw err;
    // Somebody else's Cardmill goes on without us.
    if (batch !== undefined) say(`The batch goes on; see how far it is with: watch ${batch} --url ${origin}`);
    return await stops.first;
  } finally {
    report.close();
  }
}

function summarise(
  end: BatchProgress | undefined,
  leftOut: number,
  outputs: readonly Output[],
  say: (line: string) => void,
): number {
  const [read, failed, cancelled] = [end?.succeeded ?? 0, (end?.failed ?? 0) + leftOut, end?.cancelled ?? 0];
  say(
    [`${read} read`, `${failed} failed`, ...(cancelled === 0 ? [] : [`${cancelled} cancelled`])].join(', ') +
      outputs.map(({ path }) => `\n${path}`).join(''),
  );
  const stopped = end?.error ?? null;
  if (stopped !== null) say(`The batch was stopped: ${stopped.message} (${stopped.code})`);
  if (stopped !== null && read === 0) return couldNotRun;
  return failed + cancelled === 0 ? allRead : someFailed;
}
