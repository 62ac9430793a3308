import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { fromInput } from './pick-files.ts';
import type { OnFiles } from './use-drop.ts';

/** Says where images go, with buttons for whoever does not drag. */
export function DropArea({ over, onFiles }: { over: boolean; onFiles: OnFiles }) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    const chosen = fromInput(input.files);
    const path = chosen[0]?.webkitRelativePath ?? '';
    if (chosen.length > 0) onFiles(chosen, path.includes('/') ? (path.split('/')[0] ?? null) : null);
    // The same files can be chosen again.
    input.value = '';
  };
  return (
    <div className={over ? 'drop over' : 'drop'}>
      <Upload className="i" aria-hidden />
      <span className="grow">{over ? t('upload.dropNow') : t('upload.drop')}</span>
      <button type="button" className="btn sml" onClick={() => files.current?.click()}>
        {t('upload.files')}
      </button>
      <button type="button" className="btn sml" onClick={() => folder.current?.click()}>
        {t('upload.folder')}
      </button>
      <input
        ref={files}
        data-testid="files"
        type="file"
        multiple
        hidden
        accept="image/jpeg,image/png,image/tiff,image/webp,.jpg,.jpeg,.png,.tif,.tiff,.webp"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={(input) => {
          folder.current = input;
          // React knows no such attribute; the property is what browsers share.
          if (input !== null) input.webkitdirectory = true;
        }}
        type="file"
        multiple
        hidden
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
