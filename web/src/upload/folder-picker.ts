import { fromFolders, type OnFound, type Pick } from './pick-files.ts';

/** What only some browsers have, and the compiler's library does not describe. */
interface WithPicker {
  showDirectoryPicker: (options: { id: string; mode: 'read' }) => Promise<FileSystemDirectoryHandle>;
}
interface WithPermission {
  requestPermission: (options: { mode: 'read' }) => Promise<PermissionState>;
}
const hasPicker = (it: object): it is WithPicker => 'showDirectoryPicker' in it;
const hasPermission = (it: object): it is WithPermission => 'requestPermission' in it;

/** A folder that can be opened again after a reload; null where the browser cannot, or the person chose none. */
export async function pickFolder(onFound: OnFound): Promise<Pick | 'cannot' | 'none'> {
  if (!hasPicker(window)) return 'cannot';
  try {
    return await fromFolders([await window.showDirectoryPicker({ id: 'cardmill', mode: 'read' })], onFound);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'none';
    return 'cannot';
  }
}

/** Opens folders of before the reload. @returns null when the person or the browser does not allow it, or one is gone. */
export async function openAgain(
  handles: readonly FileSystemDirectoryHandle[],
  onFound: OnFound,
): Promise<Pick | null> {
  try {
    for (const handle of handles) {
      if (hasPermission(handle) && (await handle.requestPermission({ mode: 'read' })) !== 'granted')
        return null;
    }
    return await fromFolders(handles, onFound);
  } catch {
    return null;
  }
}
