import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { pickFolder } from './folder-picker.ts';
import { fromInput } from './pick-files.ts';
import type { OnFiles } from './use-drop.ts';

/** Says where images go, with buttons for whoever does not drag. */
export function DropArea({ over, onFiles }: { over: boolean; onFiles: OnFiles }) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    const pick = fromInput(input.files);
    if (pick.files.length > 0) onFiles(pick);
    // The same files can be chosen again.
    input.value = '';
  };
  const chooseFolder = async (): Promise<void> => {
    const pick = await pickFolder();
    if (pick === 'cannot') folder.current?.click();
    else if (pick !== 'none' && pick.files.length > 0) onFiles(pick);
  };
  return (
    <div className={over ? 'drop over' : 'drop'}>
      <Upload className="i" aria-hidden />
      <span className="grow">{over ? t('upload.dropNow') : t('upload.drop')}</span>
      <button type="button" className="btn sml" onClick={() => files.current?.click()}>
        {t('upload.files')}
      </button>
      <button type="button" className="btn sml" onClick={() => void chooseFolder()}>
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
        data-testid="folder"
        type="file"
        multiple
        hidden
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
