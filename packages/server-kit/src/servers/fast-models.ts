import { findSystemModel, SYSTEM_MODEL_FOLDERS } from '../system-models.ts';
import { findCommand, installPackages, systemPath, type Environment } from './install.ts';

/** A mirror that does not answer may not hold up a start for minutes: there are other models. */
const IMPATIENT = [
  '-o',
  'Acquire::Retries=0',
  '-o',
  'Acquire::http::Timeout=5',
  '-o',
  'Acquire::https::Timeout=5',
];

/** What is looked at besides the environment; the real machine when absent. */
interface ModelHouse {
  readonly folders?: readonly string[];
  readonly root?: boolean;
}

/**
 * Debian's models of these languages (their codes), which read as well as those from npm at two thirds of the time and are in
 * no npm package: installs what is missing where that can be done (apt-get, as root), and says so. Cardmill does
 * without them, so this never throws; nothing is looked at when `MODELS_DIR` names other models.
 */
export async function ensureFastModels(
  languages: readonly string[],
  say: (line: string) => void,
  env: Environment = {},
  { folders = SYSTEM_MODEL_FOLDERS, root = process.getuid?.() === 0 }: ModelHouse = {},
): Promise<void> {
  if ((env['MODELS_DIR'] ?? '') !== '') return;
  const missing = () => languages.filter((code) => findSystemModel(code, folders) === undefined);
  const before = missing();
  if (before.length === 0) return;
  const packages = before.map((code) => `tesseract-ocr-${code}`).join(' ');
  const hasApt = findCommand('apt-get', env['PATH'] ?? systemPath) !== undefined;
  if (hasApt && root) {
    const wanted = { packages: { 'apt-get': packages }, purpose: 'these language models read faster' };
    await installPackages(wanted, say, env, IMPATIENT).catch(() => undefined);
  }
  const without = missing();
  if (without.length === 0) return;
  const how = hasApt ? ` To have the faster ones, as root: apt-get install ${packages}` : '';
  say(`Language models that came with npm are used for ${without.join(', ')}.${how}`);
}
