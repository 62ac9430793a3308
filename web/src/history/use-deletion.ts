import type { BatchSummary } from '@cardmill/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deleteBatch } from '../api/batches.ts';
import { type Said, useToast } from '../parts/toasts.tsx';

/**
 * Deletes a batch a few seconds later: until then it is only out of sight and can be taken back. Whoever leaves the page
 * has decided, and it is deleted at once.
 */
export function useDeletion(onRefused: (error: unknown) => void, onDone: () => void) {
  const { t } = useTranslation();
  const say = useToast();
  const client = useQueryClient();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const said = useRef<Said | null>(null);
  const report = useRef({ onRefused, onDone });
  useEffect(() => {
    report.current = { onRefused, onDone };
  });

  const show = useCallback((name: string): void => {
    setHidden((before) => new Set([...before].filter((one) => one !== name)));
  }, []);
  const remove = useCallback(
    (batch: BatchSummary): void => {
      const { name } = batch;
      const send = async (): Promise<void> => {
        try {
          await deleteBatch(name);
          client.removeQueries({ queryKey: ['batch', name] });
          report.current.onDone();
        } catch (error) {
          show(name);
          report.current.onRefused(error);
        }
      };
      setHidden((before) => new Set([...before, name]));
      said.current = say(t('history.deleted', { title: batch.title }), {
        label: t('history.undo'),
        onUndo: () => show(name),
        onEnd: () => void send(),
      });
    },
    [say, t, client, show],
  );

  useEffect(() => {
    const leave = (): void => said.current?.end();
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing) return;
      said.current?.takeBack();
    };
    addEventListener('pagehide', leave);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('keydown', onKey);
      leave();
    };
  }, []);
  return { hidden, remove };
}
