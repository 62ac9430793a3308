import { listOf, Template } from '@cardmill/contracts';

import { ApiProblem, type Api } from './api.ts';

/**
 * What a refused template means to a person.
 * @throws always: with the templates there are, or the problem itself when it is another
 */
export async function noSuchTemplate(api: Api, id: string | undefined, cause: unknown): Promise<never> {
  const unknown =
    cause instanceof ApiProblem && ['template_unknown', 'template_not_found'].includes(cause.code ?? '');
  if (!unknown) throw cause;
  const { items } = await api.json('GET', '/api/v1/templates', listOf(Template));
  const known = items.map((template) => template.id).join(', ');
  throw new Error(`there is no template ${id}; there are ${known}`, { cause });
}
