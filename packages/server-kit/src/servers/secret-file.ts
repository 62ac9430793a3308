import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** The password kept in a file (0600), made the first time. URL-safe as it is. */
export async function ensureSecret(file: string): Promise<string> {
  if (!existsSync(file)) {
    // In place by rename: a start that is killed here must not leave an empty password behind.
    const fresh = `${file}.${process.pid}`;
    await writeFile(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await rename(fresh, file);
  }
  return (await readFile(file, 'utf8')).trim();
}
