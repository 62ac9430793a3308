import {
  Language,
  listOf,
  Template,
  type TemplateInput,
  TryReply,
  type TryRequest,
} from '@cardmill/contracts';
import { z } from 'zod';

import { request, requestNothing } from './request.ts';
import { query } from './urls.ts';

const TemplateList = listOf(Template);
const Readable = listOf(Language).extend({
  next: z.string().nullable().optional(),
  handwriting: z.boolean().default(false),
});

export const listTemplates = async (signal?: AbortSignal): Promise<Template[]> =>
  (await request('/api/v1/templates', TemplateList, { signal })).items;

export const createTemplate = (template: TemplateInput) =>
  request('/api/v1/templates', Template, { method: 'POST', json: template });

const templateUrl = (id: string): string => `/api/v1/templates/${encodeURIComponent(id)}`;

export const replaceTemplate = (id: string, template: TemplateInput) =>
  request(templateUrl(id), Template, { method: 'PUT', json: template });

export const deleteTemplate = (id: string) => requestNothing(templateUrl(id), { method: 'DELETE' });

/** Seconds that one call waits for cards that are still to be read: short, so that each card is seen soon after. */
const TRY_WAIT = 4;

/** What a set-up gives on some cards, with their words; `waiting` cards are being read: ask again. */
export const trySetUp = (template: string, body: TryRequest, signal: AbortSignal) =>
  request(`${templateUrl(template)}/try${query({ wait: TRY_WAIT, include: 'words' })}`, TryReply, {
    method: 'POST',
    json: body,
    signal,
  });

/** The languages that the workers can read, and whether they can read handwriting. */
export const listReadable = (signal?: AbortSignal) => request('/api/v1/languages', Readable, { signal });
