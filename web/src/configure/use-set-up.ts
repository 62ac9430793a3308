import type { Batch, ReadingOptions, Template } from '@cardmill/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BatchLive } from '../live/use-batch-live.ts';
import { useToast } from '../parts/toasts.tsx';
import { useOnChange } from '../parts/use-on-change.ts';
import type { AutosaveState } from './autosave.ts';
import { createDraftStore } from './draft-store.ts';
import { changeRow, type FieldRow, keysOf, renumbered, toRows } from './field-rows.ts';
import { keptChange } from './kept-change.ts';
import { OtherWasFirst } from './others/draft-saver.ts';
import { isStartGone, plainOptions } from './reading/reading-options.ts';
import { partsOf, type SetUpParts } from './set-up-parts.ts';

/** The set-up of a draft as it is edited here; saved on the server as one types. */
export function useSetUp({ batch, take }: BatchLive) {
  const { t } = useTranslation();
  const say = useToast();
  const { name } = batch;
  const [kept] = useState(() => keptChange(name));
  const [parts, setParts] = useState<SetUpParts>(() =>
    kept === null ? partsOf(batch) : { ...kept.parts, rows: renumbered(kept.parts.rows) },
  );
  const [state, setState] = useState<AutosaveState>({
    phase: kept === null ? 'saved' : 'waiting',
    error: null,
  });
  /** What somebody else made of it while this was typed: it stands until one of both is chosen. */
  const [theirs, setTheirs] = useState<Batch | null>(null);
  const [draft] = useState(() =>
    createDraftStore({
      name,
      first: kept ?? { parts, version: batch.version, inDoubt: [] },
      take,
      onState: (now) => {
        setState(now);
        if (now.error instanceof OtherWasFirst) setTheirs(now.error.theirs);
        else if (now.phase === 'saved') setTheirs(null);
      },
      onTemplateGone: (id) => setParts((now) => (now.templateId === id ? { ...now, templateId: null } : now)),
    }),
  );
  // What was kept from before is sent; what was typed last is saved also when the page is left at once.
  useEffect(() => {
    if (kept !== null) draft.set(kept.parts);
    return () => void draft.flush();
  }, [draft, kept]);

  const show = (other: Batch): void => {
    const next = partsOf(other, parts.rows);
    setParts(next);
    setTheirs(null);
    draft.show(next, other.version);
  };
  // Nothing is typed here that could be lost: what somebody else changed is simply shown.
  const behind = state.phase === 'saved' && batch.status === 'draft' && batch.version > draft.version();
  useOnChange(behind ? batch.version : null, () => {
    if (!behind) return;
    show(batch);
    say(t('configure.other.seen'));
  });

  const put = (next: SetUpParts): void => {
    setParts(next);
    draft.set(next);
  };
  const store = (change: Partial<SetUpParts>): void => put({ ...parts, ...change });

  return {
    ...parts,
    state,
    flush: draft.flush,
    theirs,
    takeTheirs: (): void => {
      if (theirs === null) return;
      show(theirs);
      say(t('configure.other.taken'), {
        label: t('configure.other.undo'),
        onUndo: () => put(parts),
        onEnd: () => undefined,
      });
    },
    keepMine: (): void => {
      if (theirs === null) return;
      setTheirs(null);
      void draft.replace(theirs.version);
    },
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
