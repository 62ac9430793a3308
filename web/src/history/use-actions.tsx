import type { Action, BatchSummary } from '@cardmill/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { act } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Question } from '../parts/dialog.tsx';
import { Note } from '../parts/note.tsx';
import { useDeletion } from './use-deletion.ts';

/** What a row can do; the same object for as long as the page is open, so that rows are not drawn anew. */
export interface RowActs {
  readonly run: (action: Action, batch: BatchSummary) => void;
  readonly askRestart: (batch: BatchSummary) => void;
  readonly remove: (batch: BatchSummary) => void;
}

/** What can be done with a whole batch. What cannot be undone asks first; a refusal is said where it happened. */
export function useActions(refresh: () => void) {
  const { t } = useTranslation();
  const fault = useFault();
  const client = useQueryClient();
  const [asked, setAsked] = useState<BatchSummary | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const { hidden, remove } = useDeletion(setRefused, refresh);

  const run = useCallback(
    (action: Action, batch: BatchSummary): void => {
      const attempt = async (): Promise<void> => {
        setRefused(null);
        try {
          await act(batch.name, action, batch.run);
          await client.invalidateQueries({ queryKey: ['batch', batch.name] });
        } catch (error) {
          setRefused(error);
        }
        refresh();
      };
      void attempt();
    },
    [client, refresh],
  );
  const acts = useMemo<RowActs>(() => ({ run, askRestart: setAsked, remove }), [run, remove]);

  const question =
    asked === null ? null : (
      <Question
        title={t('history.restartTitle', { title: asked.title })}
        text={t('history.restartText')}
        doIt={t('history.restartDo')}
        keepIt={t('nav.cancel')}
        onDo={() => run('restart', asked)}
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
  return { acts, hidden, question, note };
}
