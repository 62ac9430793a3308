import { TryQuery, TryReply, TryRequest } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';

import { defineRoute } from '../http/route.ts';
import { findTemplate } from '../templates/find.ts';
import { tryOn } from '../templates/try.ts';
import { TemplateParams } from './params.ts';

export const tryTemplate = defineRoute({
  method: 'post',
  path: '/api/v1/templates/{id}/try',
  summary:
    'Tries a template on some cards of a batch before it is started, and measures it against the truth. Waits for a while for cards that have to be read; ask again while `waiting` is not 0.',
  params: TemplateParams,
  query: TryQuery,
  body: TryRequest,
  replies: { 200: { description: 'What the template gives', schema: TryReply } },
  problems: [
    'template_not_found',
    'batch_not_found',
    'card_not_found',
    'batch_empty',
    'language_missing',
    'handwriting_off',
    'pattern_invalid',
    'fields_too_slow',
  ],
  async handle({ api, params, query, body, res }) {
    const template = await findTemplate(api.db, params.id);
    if (template === null) throw new ProblemError('template_not_found');
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const reply = await tryOn(api, template, body, {
      waitMs: query.wait * 1_000,
      words: query.include === 'words',
      signal: gone.signal,
    });
    res.json(reply);
  },
});
