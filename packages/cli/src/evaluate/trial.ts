import { setTimeout as sleep } from 'node:timers/promises';

import {
  completeFields,
  FREE_TEXT,
  MAX_SAMPLE,
  ReadingOptions,
  Template,
  TryReply,
} from '@cardmill/contracts';
import type { CardTruth, NewBatch, TryRequest } from '@cardmill/contracts';

import type { Api } from '../client/api.ts';
import { noSuchTemplate } from '../client/no-such-template.ts';

/** What is tried: a template of the server, or fields of a file on top of one. */
export interface ChosenTemplate {
  id: string;
  /** Of its fields. */
  keys: readonly string[];
  /** Instead of the template's own. */
  instead: Pick<TryRequest, 'fields' | 'languages' | 'options'>;
}

/** What the server is asked, again and again. */
export interface Trial {
  template: ChosenTemplate;
  /** Name of the draft. */
  batch: string;
  truth: ReadonlyMap<string, CardTruth>;
}

/** So long may nothing become of any card. */
const STUCK_MS = 10 * 60_000;
/** What is left of a call's 30 s is for finding the fields of five hundred cards. */
const WAIT_SECONDS = 5;

/** JSON, as a template has it. @throws when it is not */
export function parseOptions(text: string | undefined): ReadingOptions | undefined {
  if (text === undefined) return undefined;
  try {
    return ReadingOptions.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`--options: JSON such as {"segmentation":"block"}, not ${text}`, { cause });
  }
}

/** The template that a batch would be set up with, and its fields. @throws when the server has no such template */
export async function chooseTemplate(api: Api, set: NewBatch): Promise<ChosenTemplate> {
  const { fields, languages, options } = set;
  const id = set.templateId ?? FREE_TEXT;
  const template = await api
    .json('GET', `/api/v1/templates/${encodeURIComponent(id)}`, Template)
    .catch((err: unknown) => noSuchTemplate(api, id, err));
  return {
    id,
    keys: (fields === undefined ? template.fields : completeFields(fields)).map((field) => field.key),
    instead: {
      ...(fields === undefined ? {} : { fields }),
      ...(languages === undefined ? {} : { languages }),
      ...(options === undefined ? {} : { options }),
    },
  };
}

/** At most as many as can be tried at once, spread evenly over all. */
export function evenly<T>(all: readonly T[], most = MAX_SAMPLE): T[] {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => Math.floor((i * all.length) / count)).flatMap((at) =>
    all.slice(at, at + 1),
  );
}

/**
 * Asks until every card has been read or has failed.
 * @param words whether the last answer has the words, too.
 * @throws when nothing happens for ten minutes
 */
export async function askUntilRead(
  api: Api,
  { template, batch, truth }: Trial,
  words: boolean,
  say: (line: string) => void,
): Promise<TryReply> {
  const known = truth.size === 0 ? { limit: MAX_SAMPLE } : { truth: Object.fromEntries(truth) };
  const body: TryRequest = { batch, ...known, ...template.instead };
  const ask = (query: string) =>
    api.json('POST', `/api/v1/templates/${encodeURIComponent(template.id)}/try?${query}`, TryReply, body);
  const told = new Set<string>();
  let last = { waiting: Number.POSITIVE_INFINITY, at: performance.now() };
  for (;;) {
    const reply = await ask(`wait=${WAIT_SECONDS}`);
    if (reply.waiting === 0) return words ? await ask('wait=0&include=words') : reply;
    if (reply.waiting !== last.waiting) {
      say(`${reply.cards.length - reply.waiting} of ${reply.cards.length} read`);
      last = { waiting: reply.waiting, at: performance.now() };
    }
    for (const { status, error } of reply.cards) {
      if (status !== 'waiting' || error === null || told.has(error.code)) continue;
      told.add(error.code);
      say(`waiting: ${error.message} (${error.code})`);
    }
    if (performance.now() - last.at > STUCK_MS) throw new Error('no card was read for ten minutes');
    // Whoever answers at once is not asked in a tight loop.
    await sleep(200, undefined, { signal: api.signal });
  }
}
