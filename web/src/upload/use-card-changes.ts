import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type CardEntry, removeFile, replaceFile } from '../api/files.ts';
import { useToast } from '../parts/toasts.tsx';

interface Changed {
  onRemoved: (card: CardEntry) => void;
  /** The cards and the batch are to be read again. */
  onChanged: () => Promise<void>;
}

/** What a person does with one card: takes it out, or puts a new scan in its place. */
export function useCardChanges(batch: string, { onRemoved, onChanged }: Changed) {
  const { t } = useTranslation();
  const say = useToast();
  const [refused, setRefused] = useState<unknown>(null);
  const [replacing, setReplacing] = useState<string | null>(null);

  const remove = async (card: CardEntry): Promise<void> => {
    try {
      await removeFile(batch, card.filename);
      setRefused(null);
      onRemoved(card);
      say(t('upload.removed', { name: card.filename }));
      await onChanged();
    } catch (error) {
      setRefused(error);
    }
  };
  const replace = async (card: CardEntry, file: File): Promise<void> => {
    setReplacing(card.filename);
    try {
      const { outcome } = await replaceFile(batch, card.filename, file);
      setRefused(null);
      say(t(outcome === 'duplicate' ? 'upload.replacedSame' : 'upload.replaced', { name: card.filename }));
      await onChanged();
    } catch (error) {
      setRefused(error);
    } finally {
      setReplacing(null);
    }
  };
  return { remove, replace, refused, replacing };
}
