import { asGiven, type Found } from './as-given.ts';
import type { Given } from './items.ts';

const IMAGE_ENDINGS = /\.(jpe?g|jpe|jfif|png|tiff?|webp)$/i;
const ENDING = /\.[^./\\]+$/;

/** True for a file that says itself that it is no image; anything else the server judges by its bytes. */
export const byTypeOnly = (file: File): boolean =>
  ENDING.test(file.name) && !IMAGE_ENDINGS.test(file.name) && !file.type.startsWith('image/');

/** What was given in one go. */
export interface Pick {
  readonly files: readonly Given[];
  /** The first folder's name. */
  readonly folder: string | null;
  /** All folders of it, when it was nothing else and the browser can open them again after a reload. */
  readonly handles: readonly FileSystemDirectoryHandle[];
}

/** Told how many files have been looked at. */
export type OnFound = (count: number) => void;

/** Files of an input. */
export async function fromInput(list: FileList | null, onFound: OnFound): Promise<Pick> {
  const files = await asGiven(
    [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })),
    onFound,
  );
  const path = files[0]?.path ?? '';
  return { files, folder: path.includes('/') ? (path.split('/')[0] ?? null) : null, handles: [] };
}

/** Files and whole folders that were dropped. */
export async function fromDrop(transfer: DataTransfer, onFound: OnFound): Promise<Pick> {
  // All is taken before the first wait: the browser empties the transfer when the event is over.
  const items = [...transfer.items];
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
  // A handle that is refused costs a comfort after a reload, nothing else.
  const promised = Promise.all(
    items.map(async (item) => (hasHandle(item) ? item.getAsFileSystemHandle() : null)),
  ).catch((): (FileSystemHandle | null)[] => []);
  if (entries.length === 0) {
    const plain = [...transfer.files].map((file) => ({ path: file.name, file }));
    const files = await asGiven(plain, onFound);
    return { files, folder: null, handles: [] };
  }
  const found: Found[] = [];
  for (const entry of entries) await collect(entry, found);
  const folders = (await promised).filter((handle) => handle !== null).filter(isDirectory);
  return {
    files: await asGiven(found, onFound),
    folder: entries.find((entry) => entry.isDirectory)?.name ?? null,
    handles: folders.length === entries.length ? folders : [],
  };
}

/** All files of folders that the browser was given to keep. */
export async function fromFolders(
  handles: readonly FileSystemDirectoryHandle[],
  onFound: OnFound,
): Promise<Pick> {
  const found: Found[] = [];
  for (const handle of handles) await walk(handle, handle.name, found);
  return { files: await asGiven(found, onFound), folder: handles[0]?.name ?? null, handles };
}

async function walk(folder: FileSystemDirectoryHandle, path: string, found: Found[]): Promise<void> {
  for await (const entry of folder.values()) {
    const below = `${path}/${entry.name}`;
    if (isDirectory(entry)) await walk(entry, below, found);
    else if (isFileHandle(entry)) found.push({ path: below, file: await entry.getFile() });
  }
}

async function collect(entry: FileSystemEntry, found: Found[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // readEntries gives a hundred at a time; an empty answer is the end.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return;
      await Promise.all(some.map((one) => collect(one, found)));
    }
  }
}

/** What only some browsers have, and the compiler's library does not describe. */
interface WithHandle {
  getAsFileSystemHandle: () => Promise<FileSystemHandle | null>;
}
const hasHandle = (item: object): item is WithHandle => 'getAsFileSystemHandle' in item;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isDirectory = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle =>
  handle.kind === 'directory';
const isFileHandle = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file';
