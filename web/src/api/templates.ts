import { Language, listOf, Template, type TemplateInput } from '@cardmill/contracts';
import { z } from 'zod';

import { request } from './request.ts';

const TemplateList = listOf(Template);
const LanguageList = listOf(Language).extend({ next: z.string().nullable().optional() });

export const listTemplates = async (signal?: AbortSignal): Promise<Template[]> =>
  (await request('/api/v1/templates', TemplateList, { signal })).items;

export const createTemplate = (template: TemplateInput) =>
  request('/api/v1/templates', Template, { method: 'POST', json: template });

export const listLanguages = async (signal?: AbortSignal): Promise<Language[]> =>
  (await request('/api/v1/languages', LanguageList, { signal })).items;
