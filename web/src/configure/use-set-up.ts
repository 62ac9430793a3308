import type { Batch, BatchPatch, ReadingOptions, Template } from '@cardmill/contracts';
import { useEffect, useState } from 'react';

import { patchBatch } from '../api/batches.ts';
import { ProblemError } from '../api/problem.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { type AutosaveState, createAutosave } from './autosave.ts';
import { changeRow, type FieldRow, keysOf, renumbered, toInputs, toRows } from './field-rows.ts';
import { forgetChange, keepChange, keptChange } from './kept-change.ts';
import { isStartGone, plainOptions } from './reading/reading-options.ts';
import type { SetUpParts } from './set-up-parts.ts';

const partsOf = (batch: Batch): SetUpParts => ({
  title: batch.title,
  rows: toRows(batch.fields),
  languages: batch.languages,
  templateId: batch.templateId,
  options: batch.options,
});

/** What is sent of it. What the contract does not take, an empty title or no language, waits here until it is filled in. */
const patchOf = ({ title, rows, languages, templateId, options }: SetUpParts): BatchPatch => ({
  fields: toInputs(rows),
  templateId,
  options,
  ...(title.trim() === '' ? {} : { title: title.trim() }),
  ...(languages.length === 0 ? {} : { languages: [...languages] }),
});

/** The set-up of a draft as it is edited here; saved on the server as one types. */
export function useSetUp({ batch, take }: BatchLive) {
  const { name } = batch;
  const [kept] = useState(() => keptChange(name));
  const [parts, setParts] = useState<SetUpParts>(() =>
    kept === null ? partsOf(batch) : { ...kept, rows: renumbered(kept.rows) },
  );
  const [state, setState] = useState<AutosaveState>({ phase: 'saved', error: null });
  const [autosave] = useState(() => {
    const save = async (next: SetUpParts): Promise<void> => {
      try {
        take(await patchBatch(name, patchOf(next)));
      } catch (error) {
        if (!(error instanceof ProblemError && error.problem.code === 'template_unknown')) throw error;
        // Somebody deleted the template meanwhile: its fields are here and stay.
        take(await patchBatch(name, { ...patchOf(next), templateId: null }));
        setParts((now) => (now.templateId === next.templateId ? { ...now, templateId: null } : now));
      }
    };
    return createAutosave<SetUpParts>({
      save,
      onChange: (now) => {
        setState(now);
        if (now.phase === 'saved') forgetChange(name);
      },
    });
  });
  // What was kept from before is sent; what was typed last is saved also when the page is left at once.
  useEffect(() => {
    if (kept !== null) autosave.set(kept);
    return () => void autosave.flush();
  }, [autosave, kept]);

  const store = (change: Partial<SetUpParts>): void => {
    const next = { ...parts, ...change };
    setParts(next);
    keepChange(name, next);
    autosave.set(next);
  };

  return {
    ...parts,
    state,
    flush: autosave.flush,
    setTitle: (title: string) => store({ title }),
    setRows: (rows: readonly FieldRow[]) => store({ rows }),
    /** The field with which each record begins is not among the fields any more. */
    startGone: isStartGone(parts.options, keysOf(parts.rows).values()),
    setOptions: (options: ReadingOptions) => store({ options: plainOptions(options) }),
    /** Another record begins where this field occurs again. */
    startRecordsAt: (id: number) => {
      const key = keysOf(parts.rows).get(id);
      if (key === undefined) return;
      // From now on the key is its own: a field that is renamed still begins the records.
      store({
        rows: changeRow(parts.rows, id, { key }),
        options: { ...parts.options, records: { field: key } },
      });
    },
    setLanguages: (languages: readonly string[]) => store({ languages }),
    /** Names the template that holds what is set up here; null: none does. */
    nameTemplate: (templateId: string | null) => store({ templateId }),
    /** Takes over all of a template. */
    takeTemplate: (template: Template) =>
      store({
        templateId: template.id,
        rows: toRows(template.fields),
        options: template.options ?? {},
        ...(template.languages === undefined ? {} : { languages: template.languages }),
      }),
  };
}
export type SetUp = ReturnType<typeof useSetUp>;
