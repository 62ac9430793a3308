import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { pickFolder } from './folder-picker.ts';
import { fromInput } from './pick-files.ts';
import type { Taking } from './use-drop.ts';

/** Says where images go, with buttons for whoever does not drag. */
export function DropArea({ over, found, take }: Taking) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const takeFrom = (input: HTMLInputElement): void => {
    void take((onFound) => fromInput(input.files, onFound));
    // The same files can be chosen again.
    input.value = '';
  };
  const chooseFolder = (): Promise<void> =>
    take(async (onFound) => {
      const pick = await pickFolder(onFound);
      if (pick === 'cannot') folder.current?.click();
      return typeof pick === 'string' ? null : pick;
    });
  return (
    <div className={over ? 'drop over' : 'drop'}>
      <Upload className="i" aria-hidden />
      <span className="grow num" role="status">
        {found !== null
          ? t('upload.looking', { count: found })
          : over
            ? t('upload.dropNow')
            : t('upload.drop')}
      </span>
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
        onChange={(event) => takeFrom(event.currentTarget)}
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
        onChange={(event) => takeFrom(event.currentTarget)}
      />
    </div>
  );
}
