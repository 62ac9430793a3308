import { setImmediate as otherWork } from 'node:timers/promises';

import {
  type CardTruth,
  type Field,
  type Template,
  type TryCard,
  type TryReply,
  type TryRequest,
} from '@cardmill/contracts';
import type { TrialCard, TrialReading } from '@cardmill/db';
import { type Extractor, placesOfAnchors } from '@cardmill/extraction';
import { rateOf } from '@cardmill/extraction/evaluation';

import { requireBatch } from '../batches/find.ts';
import { checkFields, checkHandwriting, checkLanguages, checkOptions } from '../batches/set-up.ts';
import type { Api } from '../deps.ts';
import { boundedExtractor } from '../results/bounded-extractor.ts';
import { readingOptions, sampleCards, sampleReadings } from './sample-cards.ts';
import { compareFields, type MeasuredCard, measureText, reportOf } from './try-report.ts';

/** For so long may finding the fields of all cards take. */
const fieldsMs = (cards: number): number => 5_000 + 40 * cards;
/** A larger sample is measured when all of it has been read: whoever asks every few seconds would have it done each time. */
const MEASURED_MEANWHILE = 50;

/** How a trial is answered. */
export interface TryHow {
  waitMs: number;
  words: boolean;
  /** Fires when whoever asked has gone away. */
  signal: AbortSignal;
}

/**
 * Tries a template, with unsaved changes if there are any, on a sample of a batch's cards.
 * @throws ProblemError `batch_not_found`, `card_not_found`, `batch_empty`, `language_missing`, `handwriting_off`,
 *   `pattern_invalid`, `fields_too_slow`
 */
export async function tryOn(
  api: Pick<Api, 'db' | 'ringSamples'>,
  template: Template,
  request: TryRequest,
  how: TryHow,
): Promise<TryReply> {
  const batch = await requireBatch(api.db, request.batch);
  const fields = request.fields === undefined ? template.fields : checkFields(request.fields);
  const languages = [...new Set(request.languages ?? template.languages ?? batch.languages)];
  const options = request.options ?? template.options ?? batch.options;
  await checkLanguages(api, languages);
  checkOptions(options);
  await checkHandwriting(api, options);
  const cards = await sampleCards(api.db, batch.id, request);
  const settings = { languages, options: readingOptions(options) };
  const readings = await sampleReadings(api, batch, cards, settings, how.waitMs, how.signal);
  const open = [...readings.values()].filter(({ state }) => state === 'waiting').length;
  const extract =
    open === 0 || cards.length <= MEASURED_MEANWHILE
      ? boundedExtractor(fields, options, undefined, fieldsMs(cards.length))
      : null;
  const truths = new Map(Object.entries(request.truth ?? {}));
  const measured: MeasuredCard[] = [];
  for (const card of cards) {
    // One card takes milliseconds, five hundred of them would hold up everybody else.
    await otherWork();
    const reading = readings.get(card.cardId);
    const truth = truths.get(card.filename) ?? {};
    if (reading !== undefined) measured.push(measure(card, reading, fields, extract, truth, how.words));
  }
  return {
    cards: measured.map(({ card }) => card),
    waiting: open,
    languages,
    options,
    report: extract === null ? null : reportOf(measured),
  };
}

function measure(
  card: TrialCard,
  reading: TrialReading,
  fields: readonly Field[],
  extract: Extractor | null,
  truth: CardTruth,
  withWords: boolean,
): MeasuredCard {
  const { cardId, filename, flags } = card;
  const nothing: TryCard = {
    cardId,
    filename,
    status: reading.state,
    error: null,
    text: null,
    confidence: null,
    durationMs: null,
    flags,
    fields: {},
    compared: {},
    characterErrorRate: null,
    image: null,
  };
  switch (reading.state) {
    case 'waiting':
      return { card: { ...nothing, error: reading.error }, errors: null };
    case 'failed':
      return {
        card: { ...nothing, error: reading.error, durationMs: reading.durationMs },
        errors: null,
      };
    case 'read': {
      const { text, confidence, durationMs, words, image, angle } = reading;
      const read: TryCard = {
        ...nothing,
        text,
        confidence,
        durationMs,
        image,
        ...(reading.handwriting ? { flags: [...flags, 'handwriting'] } : {}),
        ...(withWords ? { words, angle, anchors: anchorsOf(reading, fields) } : {}),
      };
      if (extract === null) return { card: read, errors: null };
      const found = extract(words, image === null ? undefined : { ...image, angle });
      const errors = measureText(text, truth.text);
      return {
        card: {
          ...read,
          fields: found,
          compared: compareFields(fields, found, truth.fields ?? card.expected),
          characterErrorRate: errors === null ? null : rateOf(errors),
        },
        errors,
      };
    }
  }
}

function anchorsOf(
  { words, image, angle }: Extract<TrialReading, { state: 'read' }>,
  fields: readonly Field[],
): NonNullable<TryCard['anchors']> {
  const anchors = fields.flatMap(({ zone }) => zone?.anchor ?? []);
  if (anchors.length === 0) return {};
  const places = placesOfAnchors(words, anchors, image === null ? undefined : { ...image, angle });
  return Object.fromEntries([...places].map(([text, { x, y }]) => [text, { x, y }]));
}
