import { z } from 'zod';

import { CardState } from './states.ts';

/** Longest text that is searched for; what is typed beyond it is refused. */
export const SEARCH_MAX = 300;

/**
 * What a search may be kept to: cards that ask for a check and that nobody verified, that were read and that nobody
 * verified, that were verified, that somebody edited, or that could not be read.
 */
export const FIND_STATES = ['check', 'open', 'verified', 'edited', 'failed'] as const;
export const FindState = z.enum(FIND_STATES);
export type FindState = z.infer<typeof FindState>;

/** `GET /search`: words and “quoted phrases”, all of which a card must have. No text is an error, none finds nothing. */
export const SearchQuery = z.object({
  q: z.string().max(SEARCH_MAX).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  /** The `next` of the page before. */
  after: z.string().max(100).optional(),
  /** Only cards of this batch. */
  batch: z.string().max(120).optional(),
  /** Only cards of this station. */
  station: z.string().max(100).optional(),
  state: FindState.optional(),
  /** Only this card. */
  card: z.uuid().optional(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/**
 * How near a card comes to what was typed, nearest first: every word stands there; or as part of a longer one or with its
 * umlaut spelled out; or only as a word it may have been misread from.
 */
export const MATCHES = ['exact', 'part', 'similar'] as const;
export const Match = z.enum(MATCHES);
export type Match = z.infer<typeof Match>;

/** A piece of text; `hit`: it is what was found. */
export const SearchPart = z.object({ text: z.string(), hit: z.boolean() });
export type SearchPart = z.infer<typeof SearchPart>;

/** A value of a card as it holds now. */
export const SearchField = z.object({
  key: z.string(),
  label: z.string(),
  parts: z.array(SearchPart),
  /** A person's value. */
  edited: z.boolean(),
  hit: z.boolean(),
});
export type SearchField = z.infer<typeof SearchField>;

/** Where a found word stands; pixels of the upright access image, origin top left. */
export const SearchBox = z.object({
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type SearchBox = z.infer<typeof SearchBox>;

export const SearchHit = z.object({
  cardId: z.uuid(),
  batch: z.object({
    name: z.string(),
    title: z.string(),
    station: z.string(),
    createdAt: z.iso.datetime(),
  }),
  filename: z.string(),
  /** The file name again, with what was found in it. */
  name: z.array(SearchPart),
  page: z.int().min(1),
  position: z.int().min(1),
  /** The number of its latest outcome: another reading has another image and other boxes. */
  seq: z.int().min(0),
  status: CardState.extract(['succeeded', 'failed', 'cancelled']),
  match: Match,
  /** The machine's text around what was found; from its beginning when only a value has it. */
  snippet: z.array(SearchPart),
  /** Values with a hit first, then the first ones of the batch. */
  fields: z.array(SearchField),
  /** Words of the image to light; of a value that a person typed, the words that the machine read there. */
  boxes: z.array(SearchBox),
});
export type SearchHit = z.infer<typeof SearchHit>;
