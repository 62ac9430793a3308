import type { Batch } from '@cardmill/contracts';

import { getBatch, patchBatch } from '../api/batches.ts';
import { ProblemError } from '../api/problem.ts';
import { type AutosaveState, createAutosave } from './autosave.ts';
import { createKeeper, type KeptChange } from './kept-change.ts';
import { createDraftSaver } from './others/draft-saver.ts';
import { patchOf, type SetUpParts } from './set-up-parts.ts';

interface DraftStoreDeps {
  name: string;
  first: KeptChange;
  take: (batch: Batch) => void;
  onState: (state: AutosaveState) => void;
  /** Somebody deleted the template meanwhile: its fields are here and stay. */
  onTemplateGone: (id: string | null) => void;
}

/** Saves a draft's set-up as it is typed; what is not saved yet is kept in this browser. */
export function createDraftStore({ name, first, take, onState, onTemplateGone }: DraftStoreDeps) {
  const keeper = createKeeper(name);
  let latest = first.parts;
  const saver = createDraftSaver({
    send: (patch, version) => patchBatch(name, patch, version),
    read: () => getBatch(name),
    version: first.version,
    inDoubt: first.inDoubt,
    onChange: () => keeper.renew(change()),
  });
  const change = (): KeptChange => ({
    parts: latest,
    version: saver.version(),
    inDoubt: saver.inDoubt(),
  });
  async function save(next: SetUpParts): Promise<void> {
    const patch = patchOf(next);
    try {
      take(await saver.save(patch));
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem.code === 'template_unknown')) throw error;
      take(await saver.save({ ...patch, templateId: null }));
      onTemplateGone(next.templateId);
    }
  }
  const autosave = createAutosave<SetUpParts>({
    save,
    onChange: (state) => {
      if (state.phase === 'saved') keeper.forget();
      onState(state);
    },
  });
  return {
    set(parts: SetUpParts): void {
      latest = parts;
      keeper.keep(change());
      autosave.set(parts);
    },
    flush: autosave.flush,
    version: saver.version,
    /** What is kept here replaces that version. */
    replace(version: number): Promise<boolean> {
      saver.see(version);
      return autosave.flush();
    },
    /** That version is shown instead of what was typed. */
    show(parts: SetUpParts, version: number): void {
      latest = parts;
      saver.see(version);
      autosave.drop();
    },
  };
}
