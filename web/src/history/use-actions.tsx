import type { Action, BatchSummary } from '@cardmill/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { act, deleteBatch } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Question } from '../parts/dialog.tsx';
import { Note } from '../parts/note.tsx';
import { useToast } from '../parts/toasts.tsx';

type Asked = { kind: 'delete' | 'restart'; batch: BatchSummary };

/** What can be done with a whole batch. What cannot be undone asks first; a refusal is said where it happened. */
export function useActions(refresh: () => void) {
  const { t } = useTranslation();
  const fault = useFault();
  const say = useToast();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<unknown>(null);

  const attempt = async (what: () => Promise<unknown>): Promise<void> => {
    setRefused(null);
    try {
      await what();
    } catch (error) {
      setRefused(error);
    }
    refresh();
  };
  const run = (action: Action, batch: BatchSummary): void => {
    void attempt(async () => {
      await act(batch.name, action, batch.run);
      await client.invalidateQueries({ queryKey: ['batch', batch.name] });
    });
  };
  const remove = (batch: BatchSummary): void => {
    void attempt(async () => {
      await deleteBatch(batch.name);
      client.removeQueries({ queryKey: ['batch', batch.name] });
      say(t('history.deleted'));
    });
  };

  const question =
    asked === null ? null : asked.kind === 'delete' ? (
      <Question
        title={t('history.deleteTitle', { title: asked.batch.title })}
        text={t('history.deleteText', { count: asked.batch.fileCount })}
        doIt={t('history.deleteDo')}
        keepIt={t('history.keep')}
        onDo={() => remove(asked.batch)}
        onClose={() => setAsked(null)}
      />
    ) : (
      <Question
        title={t('history.restartTitle', { title: asked.batch.title })}
        text={t('history.restartText')}
        doIt={t('history.restartDo')}
        keepIt={t('nav.cancel')}
        onDo={() => run('restart', asked.batch)}
        onClose={() => setAsked(null)}
      />
    );
  const note =
    refused === null ? null : (
      <Note
        kind="wrong"
        action={
          <button type="button" className="btn sml" onClick={() => setRefused(null)}>
            {t('nav.close')}
          </button>
        }
      >
        {fault(refused).sentence}
      </Note>
    );
  return {
    run,
    ask: (kind: Asked['kind'], batch: BatchSummary) => setAsked({ kind, batch }),
    question,
    note,
  };
}
export type Actions = ReturnType<typeof useActions>;
