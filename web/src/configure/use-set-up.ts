import type { BatchPatch, Template } from '@cardmill/contracts';
import { useEffect, useState } from 'react';

import { patchBatch } from '../api/batches.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { type AutosaveState, createAutosave } from './autosave.ts';
import { type FieldRow, toInputs, toRows } from './field-rows.ts';

/** The set-up of a draft as it is edited here; saved on the server as one types. */
export function useSetUp({ batch, take }: BatchLive) {
  const { name } = batch;
  const [rows, setRows] = useState<readonly FieldRow[]>(() => toRows(batch.fields));
  const [languages, setLanguages] = useState<readonly string[]>(batch.languages);
  const [templateId, setTemplateId] = useState(batch.templateId);
  const [state, setState] = useState<AutosaveState>({ phase: 'saved', error: null });
  const [autosave] = useState(() => {
    const save = async (patch: BatchPatch): Promise<void> => {
      take(await patchBatch(name, patch));
    };
    return createAutosave<BatchPatch>({ save, onChange: setState });
  });
  // What was typed last is saved also when the page is left at once.
  useEffect(() => () => void autosave.flush(), [autosave]);

  const store = (change: {
    rows?: readonly FieldRow[];
    languages?: readonly string[];
    templateId?: string | null;
  }): void => {
    const next = { rows, languages, templateId, ...change };
    setRows(next.rows);
    setLanguages(next.languages);
    setTemplateId(next.templateId);
    autosave.set({
      fields: toInputs(next.rows),
      templateId: next.templateId,
      // The contract wants at least one language; an empty choice waits here until there is one.
      ...(next.languages.length === 0 ? {} : { languages: [...next.languages] }),
    });
  };

  return {
    rows,
    languages,
    templateId,
    state,
    flush: autosave.flush,
    setRows: (next: readonly FieldRow[]) => store({ rows: next }),
    setLanguages: (next: readonly string[]) => store({ languages: next }),
    /** Takes over all of a template; null keeps the fields as they are and names no template. */
    setTemplate: (template: Template | null) =>
      template === null
        ? store({ templateId: null })
        : store({
            templateId: template.id,
            rows: toRows(template.fields),
            ...(template.languages === undefined ? {} : { languages: template.languages }),
          }),
  };
}
export type SetUp = ReturnType<typeof useSetUp>;
