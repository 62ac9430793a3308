const IMAGE_ENDINGS = /\.(jpe?g|jpe|jfif|png|tiff?|webp)$/i;
const ENDING = /\.[^./\\]+$/;

/** True for a file that says itself that it is no image; anything else the server judges by its bytes. */
export const byTypeOnly = (file: File): boolean =>
  ENDING.test(file.name) && !IMAGE_ENDINGS.test(file.name) && !file.type.startsWith('image/');

const collator = new Intl.Collator('en', { numeric: true });
interface Found {
  readonly path: string;
  readonly file: File;
}
const inOrder = (found: readonly Found[]): File[] =>
  found.toSorted((a, b) => collator.compare(a.path, b.path)).map(({ file }) => file);

/** Files of an input, in the order of their names: `card 9` before `card 10`, as in the drawer. */
export const fromInput = (list: FileList | null): File[] =>
  inOrder([...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));

/** Files and whole folders that were dropped, in the order of their paths, and the first folder's name. */
export async function fromDrop(transfer: DataTransfer): Promise<{ files: File[]; folder: string | null }> {
  // All entries are taken before the first wait: the browser empties the transfer when the event is over.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) {
    return { files: inOrder([...transfer.files].map((file) => ({ path: file.name, file }))), folder: null };
  }
  const found: Found[] = [];
  for (const entry of entries) await collect(entry, found);
  return { files: inOrder(found), folder: entries.find((entry) => entry.isDirectory)?.name ?? null };
}

async function collect(entry: FileSystemEntry, found: Found[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath, file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // readEntries gives a hundred at a time; an empty answer is the end.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return;
      for (const one of some) await collect(one, found);
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
