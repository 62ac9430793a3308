import { makeBatchName } from '@cardmill/contracts';

import type { Sql } from '../house/fill.ts';

const FIELDS = [
  'Komponist',
  'Titel',
  'Signatur',
  'Textanfang',
  'Besetzung',
  'Verlag',
  'Material',
  'Textdichter',
  'Bemerkungen',
];
const VALUE = 'Bach, Johann Sebastian: Jesu, meine Freude';

/** A finished batch whose cards have nine values each, written straight into the database. @returns its name */
export async function fillDrawer(sql: Sql, cards: number): Promise<string> {
  const name = makeBatchName('Zehntausend', new Date(), '00000001');
  const fields = FIELDS.map((label) => ({
    key: label.toLowerCase(),
    label,
    kind: 'text',
    synonyms: [],
    zone: null,
    pattern: null,
    vocabulary: [],
    required: false,
  }));
  const values = Object.fromEntries(
    fields.map(({ key }) => [
      key,
      { value: VALUE, confidence: 91, source: 'label', verdict: 'ok', words: [0, 1] },
    ]),
  );
  await sql.run(`
    WITH b AS (
      INSERT INTO batches (name, title, station, status, run, seq, n_succeeded, positions, fields, languages, started_at, finished_at)
      VALUES ('${name}', 'Zehntausend', 'Platz 1', 'completed', 1, ${cards + 1}, ${cards}, ${cards},
        '${JSON.stringify(fields)}', ARRAY['deu'], now(), now()) RETURNING id
    ), f AS (
      INSERT INTO files (batch_id, state, filename, sha256, size, media_type, pages, accepted_at)
      SELECT id, 'accepted', 'lade.tif', repeat('0', 64), 1, 'image/tiff', ${cards}, now() FROM b RETURNING id, batch_id
    ), c AS (
      INSERT INTO cards (batch_id, file_id, filename, page, position, state, run, attempt, inspected_at, last_seq, width, height, finished_at)
      SELECT f.batch_id, f.id, lpad(p::text, 5, '0') || '.jpg', p, p, 'succeeded', 1, 1, now(), p + 1, 2480, 1748, now()
      FROM f, generate_series(1, ${cards}) p RETURNING id, position
    )
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    SELECT id, 1, 1, 'Bach, Johann Sebastian: Jesu, meine Freude', 60 + position % 40, '${JSON.stringify(values)}', '\\x', '{}' FROM c`);
  return name;
}
