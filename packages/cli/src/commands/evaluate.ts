import { writeFile } from 'node:fs/promises';

import { listOf } from '@cardmill/contracts';
import type { CardTruth, TryReply } from '@cardmill/contracts';
import { z } from 'zod';

import { checkOutputs, parseOutputs } from '../cards/outputs.ts';
import { createApi } from '../client/api.ts';
import type { Api } from '../client/api.ts';
import { resolveSettings } from '../config.ts';
import type { Flags, Surroundings } from '../config.ts';
import { type KnownCard, knownCards } from '../evaluate/card-truth.ts';
import { type FieldMap, parseMap } from '../evaluate/field-truth.ts';
import { tablesOf } from '../evaluate/tables.ts';
import { askUntilRead, chooseTemplate, evenly, parseOptions } from '../evaluate/trial.ts';
import { createReport } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import { openOwn } from '../up/own.ts';
import type { StopRequests } from '../up/stop-signals.ts';
import { discard, greet, prepareJob, sendJob } from './job.ts';
import type { Job, JobFlags } from './job.ts';

export interface EvaluateFlags extends Flags, Pick<JobFlags, 'template' | 'languages'> {
  options?: string;
  map?: string;
  out?: string;
}

const allRead = 0;
const someFailed = 2;
const patienceMs = 10 * 60_000;

/**
 * `cardmill evaluate`: how well a template reads a folder of images whose truth lies beside them.
 *
 * @returns 0 all read, 2 some cards failed, 1 could not run, 128 + signal when it was stopped
 */
export async function evaluate(
  names: readonly string[],
  flags: EvaluateFlags,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const settings = resolveSettings(flags, around);
  const outputs = parseOutputs(flags.out === undefined ? [] : [flags.out], around.invokedIn);
  if (outputs.some(({ format }) => format !== 'json')) throw new Error('--out: the name must end in .json');
  await checkOutputs(outputs);
  const map = parseMap(flags.map);
  const options = parseOptions(flags.options);
  const prepared = await prepareJob(names, flags, around, { ...terminal, say: () => undefined });
  const job = { ...prepared, set: { ...prepared.set, ...(options === undefined ? {} : { options }) } };
  const given = { job, map, out: outputs[0]?.path, terminal };
  try {
    if (settings.url !== undefined) {
      if (flags.data !== undefined || flags.workers !== undefined)
        throw new Error('--workers is for a Cardmill of its own, without --url');
      await greet(settings.url, stops.signal);
      return await run({ ...given, origin: settings.url, signal: stops.signal });
    }
    const own = await openOwn(settings, around, terminal, stops);
    try {
      return await run({ ...given, origin: own.url, signal: own.signal });
    } finally {
      await own.close();
    }
  } catch (err) {
    if (!stops.signal.aborted) throw err;
    terminal.say('Stopped; nothing is kept.');
    return await stops.first;
  }
}

interface Run {
  origin: string;
  signal: AbortSignal;
  job: Job;
  map: FieldMap;
  out: string | undefined;
  terminal: Terminal;
}

async function run({ origin, signal, job, map, out, terminal }: Run): Promise<number> {
  const { say } = terminal;
  const api = createApi({ origin, signal, patienceMs, say });
  const template = await chooseTemplate(api, job.set);
  const strange = [...map.keys()].filter((key) => !template.keys.includes(key));
  if (strange.length > 0)
    throw new Error(
      `--map: the template has no field ${strange.join(', ')}; it has ${template.keys.join(', ')}`,
    );
  const known = await knownCards(job.cards.files, template.keys, map, say);
  if (known.length === 0)
    say('No image has its truth (X.gt.txt, X.fields.json) beside it: only times are measured.');
  const unknown = template.keys.filter((key) =>
    known.every(({ truth }) => truth.fields?.[key] === undefined),
  );
  if (unknown.length > 0) say(`No truth for ${unknown.join(', ')}; --map says where it is.`);
  const sample = evenly(known.length === 0 ? job.cards.files.map((file) => ({ file, truth: {} })) : known);
  const left = job.cards.files.length - sample.length;
  if (left > 0) say(`${sample.length} images are evaluated, ${left} are not.`);

  const report = createReport({ ...terminal, out: say });
  const files = sample.map(({ file }) => file);
  const sent = await sendJob(api, { ...job, cards: { ...job.cards, files } }, report).finally(() =>
    report.close(),
  );
  try {
    if (sent.taken === 0) return someFailed;
    const truth =
      known.length === 0 ? new Map<string, CardTruth>() : await truthOf(api, sent.batch, known, say);
    const reply = await askUntilRead(api, { template, batch: sent.batch, truth }, out !== undefined, say);
    if (out !== undefined) await writeFile(out, `${JSON.stringify(reply, null, 2)}\n`);
    return tell(reply, template.id, sent.leftOut, terminal);
  } finally {
    await discardAnyhow(origin, sent.batch, say);
  }
}

/** By the names that the cards have in the batch: those of pages of a TIFF are not the file's. */
async function truthOf(
  api: Api,
  batch: string,
  known: readonly KnownCard[],
  say: (line: string) => void,
): Promise<Map<string, CardTruth>> {
  const path = `/api/v1/batches/${encodeURIComponent(batch)}/files?limit=1000`;
  const { items } = await api.json('GET', path, listOf(z.object({ filename: z.string() })));
  const names = new Set(items.map((card) => card.filename));
  const there = known.filter(({ file }) => names.has(file.name));
  if (there.length < known.length)
    say(`${known.length - there.length} images are not in the batch under their own names and are left out`);
  return new Map(there.map(({ file, truth }) => [file.name, truth]));
}

function tell(reply: TryReply, template: string, leftOut: number, { out }: Terminal): number {
  const failed = reply.cards.filter((card) => card.status === 'failed');
  for (const { filename, error } of failed)
    out(`failed\t${filename}\t${error === null ? '' : `${error.code}: ${error.message}`}`);
  const read = reply.cards.length - failed.length;
  out(`${template}, ${reply.languages.join('+')}: ${read} read, ${failed.length + leftOut} failed`);
  if (reply.report !== null) for (const line of ['', ...tablesOf(reply.report)]) out(line);
  return failed.length + leftOut === 0 ? allRead : someFailed;
}

/** Takes the draft back, also after a stop: of its own Cardmill it goes anyway. */
async function discardAnyhow(origin: string, batch: string, say: (line: string) => void): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  const api = createApi({ origin, signal, patienceMs: 5_000, say: () => undefined });
  await discard(api, batch).catch(() => say(`the draft ${batch} could not be deleted`));
}
