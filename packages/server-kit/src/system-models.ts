import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where Debian and Ubuntu put the models of their packages `tesseract-ocr-<lang>` (all of the kind `tessdata_fast`),
 * newest first. Other systems' folders are not looked into: what kind of models they hold differs.
 */
export const SYSTEM_MODEL_FOLDERS: readonly string[] = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
];

/** The system's model of a language, an absolute path, or undefined when its package is not installed. */
export function findSystemModel(
  code: string,
  folders: readonly string[] = SYSTEM_MODEL_FOLDERS,
): string | undefined {
  return folders.map((folder) => join(folder, `${code}.traineddata`)).find((path) => existsSync(path));
}
