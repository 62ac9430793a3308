import { type Language, SHIPPED_LANGUAGES } from '@cardmill/contracts';
import type { Database } from '@cardmill/db';

/** What the workers can read; what Cardmill ships while no worker has ever reported. */
export async function knownLanguages(db: Pick<Database, 'workerLanguages'>): Promise<Language[]> {
  const codes = await db.workerLanguages();
  if (codes.length === 0) return [...SHIPPED_LANGUAGES];
  return codes.map((code) => ({ code, name: nameOf(code) })).toSorted((a, b) => a.name.localeCompare(b.name));
}

function nameOf(code: string): string {
  const shipped = SHIPPED_LANGUAGES.find((language) => language.code === code);
  if (shipped !== undefined) return shipped.name;
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    // Models of scripts and variants (`chi_sim`) have names that are no language tags.
    return code;
  }
}
