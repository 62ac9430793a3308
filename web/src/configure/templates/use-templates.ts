import type { Template, TemplateInput } from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { createTemplate, deleteTemplate, listTemplates, replaceTemplate } from '../../api/templates.ts';
import { toInputs } from '../field-rows.ts';
import type { SetUpParts } from '../set-up-parts.ts';

const TEMPLATES = ['templates'] as const;

/** Everything that is set up, as a template of this name. */
export const templateOf = (
  name: string,
  { rows, languages, options }: Pick<SetUpParts, 'rows' | 'languages' | 'options'>,
): TemplateInput => ({
  name: name.trim(),
  fields: toInputs(rows),
  options,
  ...(languages.length === 0 ? {} : { languages: [...languages] }),
});

/** A template's own content, under another name. */
export const renamed = ({ fields, languages, options }: Template, name: string): TemplateInput => ({
  name: name.trim(),
  fields,
  ...(languages === undefined ? {} : { languages }),
  ...(options === undefined ? {} : { options }),
});

/** The templates of the house, and what can be done to them. Each rejects with why it was refused. */
export function useTemplates() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: TEMPLATES, queryFn: ({ signal }) => listTemplates(signal) });
  const put = (template: Template): Template => {
    client.setQueryData<Template[]>(TEMPLATES, (now = []) =>
      now.some(({ id }) => id === template.id)
        ? now.map((other) => (other.id === template.id ? template : other))
        : [...now, template],
    );
    return template;
  };
  return {
    templates: query.data,
    error: query.error,
    again: () => void query.refetch(),
    create: async (input: TemplateInput) => put(await createTemplate(input)),
    replace: async (id: string, input: TemplateInput) => put(await replaceTemplate(id, input)),
    remove: async (id: string): Promise<void> => {
      await deleteTemplate(id);
      client.setQueryData<Template[]>(TEMPLATES, (now) => now?.filter((template) => template.id !== id));
    },
  };
}
