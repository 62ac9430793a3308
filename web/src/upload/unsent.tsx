import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { Note } from '../parts/note.tsx';
import { openAgain } from './folder-picker.ts';
import type { FileMark, Past } from './past.ts';
import type { Taking } from './use-drop.ts';

interface UnsentProps {
  past: Past;
  files: readonly FileMark[];
  take: Taking['take'];
  onForget: () => void;
}

/** After a reload: what was given and not sent, and how it goes on. */
export function Unsent({ past, files, take, onForget }: UnsentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shut, setShut] = useState(false);
  if (files.length === 0) return null;
  const size = format.bytes(files.reduce((sum, file) => sum + file.size, 0));
  const said = { count: files.length, folder: past.folder ?? '', size };
  const goOn = (): Promise<void> =>
    take(async (onFound) => {
      const pick = await openAgain(past.handles, onFound);
      if (pick === null) setShut(true);
      return pick;
    });
  const canOpen = past.handles.length > 0 && !shut;
  return (
    <div className="unsent">
      <Note
        kind="warn"
        action={
          <span className="row">
            {canOpen && (
              <button type="button" className="btn sml" onClick={() => void goOn()}>
                {t('upload.unsentGoOn')}
              </button>
            )}
            <button
              type="button"
              className="btn ghost sml icon"
              aria-label={t('upload.unsentForget')}
              title={t('upload.unsentForget')}
              onClick={onForget}
            >
              <X className="i" aria-hidden />
            </button>
          </span>
        }
      >
        {past.folder === null ? t('upload.unsentFiles', said) : t('upload.unsentFolder', said)}{' '}
        {canOpen
          ? ''
          : past.folder === null
            ? t('upload.unsentDropFiles')
            : t('upload.unsentDropFolder', said)}
      </Note>
    </div>
  );
}
