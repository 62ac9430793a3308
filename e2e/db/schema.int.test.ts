import { readFile } from 'node:fs/promises';

import { BATCH_STATUSES, CARD_STATES, CARD_TRANSITIONS, mayBecome } from '@cardmill/contracts';
import { migrate } from '@cardmill/db/migrate';
import { freshDatabase } from '@cardmill/testkit';
import { describe, expect, it } from 'vitest';

const schema = await readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8');
const values = (name: string): string[] =>
  (new RegExp(`enum ${name} \\{([^@}]*)`).exec(schema)?.[1] ?? '').split(/\s+/).filter((word) => word !== '');

describe('the schema and the contracts', () => {
  it('name the same states; only `uploading` is the file’s and not stored with a card', () => {
    expect(values('CardState')).toEqual(CARD_STATES.filter((state) => state !== 'uploading'));
    expect(values('BatchStatus')).toEqual([...BATCH_STATUSES]);
  });

  it('let no accepted card go back to uploading', () => {
    for (const from of CARD_STATES) expect(mayBecome(from, 'uploading')).toBe(false);
    expect(Object.keys(CARD_TRANSITIONS)).toEqual([...CARD_STATES]);
  });
});

describe('migrating', () => {
  it('does nothing the second time, also when several start at once', async () => {
    const database = await freshDatabase();
    try {
      const runs = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
      expect(runs.flatMap((run) => run.applied)).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
