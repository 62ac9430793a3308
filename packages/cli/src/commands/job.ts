import { basename, resolve } from 'node:path';

import { ActionReply, Batch, Health } from '@cardmill/contracts';
import type { NewBatch } from '@cardmill/contracts';

import { collect } from '../cards/collect.ts';
import type { Collection } from '../cards/collect.ts';
import { loadTemplate, parseLanguages } from '../cards/load-template.ts';
import { ApiProblem, createApi } from '../client/api.ts';
import type { Api } from '../client/api.ts';
import { noSuchTemplate } from '../client/no-such-template.ts';
import { uploadFiles } from '../client/upload.ts';
import type { Surroundings } from '../config.ts';
import type { Report } from '../report.ts';
import type { Terminal } from '../terminal.ts';

/** What `digitise` and `submit` are told about the batch. */
export interface JobFlags {
  template?: string;
  languages?: string;
  title?: string;
  station?: string;
}

/** Everything that can be found wrong before anything is started or sent. */
export interface Job {
  cards: Collection;
  set: NewBatch;
}

/** @throws when a name leads nowhere, no image is among them, or a flag is wrong */
export async function prepareJob(
  names: readonly string[],
  flags: JobFlags,
  around: Surroundings,
  terminal: Terminal,
): Promise<Job> {
  const languages = parseLanguages(flags.languages);
  const template = await loadTemplate(flags.template, around.invokedIn);
  const cards = await collect(names, around.invokedIn);
  for (const path of cards.others) terminal.say(`left out, neither JPEG, PNG, TIFF nor WebP: ${path}`);
  if (cards.files.length === 0 && cards.failed.length === 0)
    throw new Error(`there is no JPEG, PNG, TIFF or WebP image in ${names.join(', ')}`);
  for (const { path, name } of cards.files)
    if (basename(path).normalize('NFC') !== name) terminal.say(`${path} goes by the name ${name}`);
  const [first = 'cards'] = names;
  const title = flags.title ?? (names.length === 1 ? basename(resolve(around.invokedIn, first)) : 'cards');
  return {
    cards,
    set: {
      title,
      ...template,
      ...(flags.station === undefined ? {} : { station: flags.station }),
      ...(languages === undefined ? {} : { languages }),
    },
  };
}

/** Makes sure that a Cardmill answers there. @throws soon, when there is none */
export async function greet(origin: string, signal: AbortSignal): Promise<void> {
  const quick = createApi({ origin, signal, patienceMs: 3_000, say: () => undefined });
  await quick.json('GET', '/api/v1/health', Health).catch((cause: unknown) => {
    throw new Error(`no Cardmill answers at ${origin}`, { cause });
  });
}

/** What sending came to. */
export interface Sent {
  batch: string;
  /** Files that are in the batch. */
  taken: number;
  /** Files that were named and are not: refused by the server, not images, unreadable. */
  leftOut: number;
}

/**
 * Makes a draft and sends everything, in order.
 *
 * @param into - a draft that is there already, to go on with an upload that broke off
 */
export async function sendJob(api: Api, job: Job, report: Report, into?: string): Promise<Sent> {
  const batch = into ?? (await makeDraft(api, job.set));
  const { files, failed } = job.cards;
  let [taken, leftOut, seen] = [0, 0, 0];
  for (const { path, message } of failed) {
    leftOut += 1;
    report.leftOut(path, message);
  }
  const another = () => report.sent((seen += 1), files.length);
  await uploadFiles({
    api,
    batch,
    files,
    onEntry(file, entry) {
      if (entry.outcome === 'rejected') {
        leftOut += 1;
        report.leftOut(file.name, `${entry.code ?? 'rejected'}: ${entry.message ?? 'it was refused'}`);
      } else taken += 1;
      another();
    },
    onUnreadable(file, message) {
      leftOut += 1;
      report.leftOut(file.name, message);
      another();
    },
  });
  return { batch, taken, leftOut };
}

async function makeDraft(api: Api, set: NewBatch): Promise<string> {
  const draft = await api
    .json('POST', '/api/v1/batches', Batch, set)
    .catch((err: unknown) => noSuchTemplate(api, set.templateId, err));
  return draft.name;
}

/** Takes a draft back that nothing came into. */
export async function discard(api: Api, batch: string): Promise<void> {
  const url = `${api.origin}/api/v1/batches/${encodeURIComponent(batch)}`;
  await api.patiently(() => fetch(url, { method: 'DELETE', signal: api.signal }));
}

/** Starts a batch; one that has been started by an answer that got lost is fine. */
export async function startBatch(api: Api, batch: string): Promise<void> {
  try {
    await api.json('POST', `/api/v1/batches/${encodeURIComponent(batch)}/start`, ActionReply, {});
  } catch (err) {
    if (!(err instanceof ApiProblem && err.code === 'batch_started')) throw err;
  }
}
