import { createDatabase } from '@cardmill/db';
import { createStore } from '@cardmill/storage';
import type { z } from 'zod';

import { apiConfig } from '../config.ts';
import { audit, type Finding, type Tally } from './audit.ts';

/** Environment of the audit: the part of the API's that it needs. */
export const auditConfig = apiConfig.pick({ DATABASE_URL: true, STORE: true, GARBAGE_GRACE_MINUTES: true });

/**
 * Writes one line per finding and a summary. Deletes nothing: whoever reads it decides.
 * @returns how many findings there are.
 * @throws when the database or the storage does not answer.
 */
export async function reportAudit(
  config: z.infer<typeof auditConfig>,
  write: (line: string) => Promise<void>,
): Promise<number> {
  const db = createDatabase(config.DATABASE_URL, { poolSize: 1 });
  const store = createStore(config.STORE);
  const tally: Tally = { objects: 0, batches: 0, cards: 0 };
  const found = { unknown: 0, missing: 0 };
  try {
    await db.ready();
    await store.ready();
    const graceMs = config.GARBAGE_GRACE_MINUTES * 60_000;
    for await (const finding of audit({ db, store, graceMs }, tally)) {
      found[finding.kind] += 1;
      await write(lineOf(finding));
    }
    const { objects, cards, batches } = tally;
    await write(
      `${objects} objects, ${cards} cards in ${batches} batches: ${found.unknown} unknown, ${found.missing} missing`,
    );
    return found.unknown + found.missing;
  } finally {
    await store.close();
    await db.close();
  }
}

function lineOf(finding: Finding): string {
  switch (finding.kind) {
    case 'unknown':
      return `unknown ${printable(finding.key)} ${finding.size} ${finding.modifiedAt.toISOString()}`;
    case 'missing':
      return `missing ${finding.key} ${finding.batch} ${printable(finding.filename)}`;
  }
}

/** Somebody else's key can hold anything, a line break too. */
const printable = (text: string): string => (/[\p{Cc}"]/u.test(text) ? JSON.stringify(text) : text);
