import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Raised when the layout of the data folder changes; a step from the number before comes with it. */
const format = 1;

export interface DataFolder {
  dir: string;
  postgres: string;
  redis: string;
  objects: string;
  /** One file a process. */
  logs: string;
}

/**
 * Makes the data folder or checks that it is one that this version understands.
 *
 * @throws with what to do, when it is of a newer format or holds somebody else's files
 */
export async function openDataFolder(dir: string): Promise<DataFolder> {
  const made = await mkdir(dir, { recursive: true, mode: 0o700 });
  await checkFormat(dir);
  const folder: DataFolder = {
    dir,
    postgres: join(dir, 'postgres'),
    redis: join(dir, 'redis'),
    objects: join(dir, 'objects'),
    logs: join(dir, 'logs'),
  };
  for (const part of [folder.postgres, folder.redis, folder.objects, folder.logs])
    await mkdir(part, { recursive: true, mode: 0o700 });
  // Cards are nobody else's business; a folder that was there keeps the rights that somebody chose.
  if (made !== undefined) await chmod(dir, 0o700);
  return folder;
}

async function checkFormat(dir: string): Promise<void> {
  const file = join(dir, 'format');
  const found = await readFormat(file);
  if (found === undefined) {
    const others = (await readdir(dir)).filter(
      (name) => !/^(?:lock|format)/.test(name) && name !== '.DS_Store',
    );
    if (others.length > 0)
      throw new Error(
        `${dir} holds other files (${others.slice(0, 3).join(', ')}); give an empty folder with --data, or one that Cardmill made`,
      );
    await writeFile(`${file}.new`, `${format}\n`);
    await rename(`${file}.new`, file);
    return;
  }
  if (found !== format)
    throw new Error(
      `the data in ${dir} has format ${found}, this version reads format ${format}; use the version of Cardmill that wrote it, or another folder with --data`,
    );
}

async function readFormat(file: string): Promise<number | string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    return /^\d+$/.test(text) ? Number(text) : text;
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return undefined;
    throw err;
  }
}
