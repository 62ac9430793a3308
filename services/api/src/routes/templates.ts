import { listOf, Template, TemplateInput } from '@cardmill/contracts';
import type { TemplateContent } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

import { checkFields, checkLanguages, checkOptions } from '../batches/set-up.ts';
import type { Api } from '../deps.ts';
import { defineRoute } from '../http/route.ts';
import { BUILT_IN } from '../templates/built-in.ts';
import { builtIn, findTemplate } from '../templates/find.ts';
import { TemplateParams } from './params.ts';

const reply = (description: string) => ({ description, schema: Template });

export const listTemplates = defineRoute({
  method: 'get',
  path: '/api/v1/templates',
  summary: 'Built-in templates, then those that people made.',
  replies: { 200: { description: 'Templates', schema: listOf(Template) } },
  async handle({ api, res }) {
    res.json({ items: [...BUILT_IN, ...(await api.db.listTemplates())], next: null });
  },
});

export const createTemplate = defineRoute({
  method: 'post',
  path: '/api/v1/templates',
  summary: 'Keeps a template.',
  body: TemplateInput,
  replies: { 201: reply('The template') },
  problems: ['language_missing', 'pattern_invalid'],
  async handle({ api, body, res }) {
    const template = await api.db.createTemplate(await contentOf(api, body));
    res.status(201).location(`/api/v1/templates/${template.id}`).json(template);
  },
});

export const getTemplate = defineRoute({
  method: 'get',
  path: '/api/v1/templates/{id}',
  summary: 'One template.',
  params: TemplateParams,
  replies: { 200: reply('The template') },
  problems: ['template_not_found'],
  async handle({ api, params, res }) {
    const template = await findTemplate(api.db, params.id);
    if (template === null) throw new ProblemError('template_not_found');
    res.json(template);
  },
});

export const putTemplate = defineRoute({
  method: 'put',
  path: '/api/v1/templates/{id}',
  summary: 'Replaces a template; batches keep the fields they were given.',
  params: TemplateParams,
  body: TemplateInput,
  replies: { 200: reply('The template') },
  problems: ['template_not_found', 'template_built_in', 'language_missing', 'pattern_invalid'],
  async handle({ api, params, body, res }) {
    refuseBuiltIn(params.id);
    const template = await api.db.replaceTemplate(params.id, await contentOf(api, body));
    if (template === null) throw new ProblemError('template_not_found');
    res.json(template);
  },
});

export const deleteTemplate = defineRoute({
  method: 'delete',
  path: '/api/v1/templates/{id}',
  summary: 'Deletes a template; batches keep the fields they were given.',
  params: TemplateParams,
  replies: { 204: { description: 'Gone' } },
  problems: ['template_not_found', 'template_built_in'],
  async handle({ api, params, res }) {
    refuseBuiltIn(params.id);
    if (!(await api.db.deleteTemplate(params.id))) throw new ProblemError('template_not_found');
    res.status(204).end();
  },
});

function refuseBuiltIn(id: string): void {
  if (builtIn(id) !== null) throw new ProblemError('template_built_in');
}

async function contentOf(api: Pick<Api, 'db'>, input: TemplateInput): Promise<TemplateContent> {
  if (input.languages !== undefined) await checkLanguages(api, input.languages);
  if (input.options !== undefined) checkOptions(input.options);
  return { ...input, fields: checkFields(input.fields) };
}
