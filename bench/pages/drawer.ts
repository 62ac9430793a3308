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
export const ROWS = 10_000;
const VALUE = 'Bach, Johann Sebastian: Jesu, meine Freude';

/** A finished batch whose cards have nine values each, written straight into the database. */
export async function fillDrawer(sql: Sql, name: string): Promise<void> {
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
      VALUES ('${name}', 'Zehntausend', 'Platz 1', 'completed', 1, ${ROWS + 1}, ${ROWS}, ${ROWS},
        '${JSON.stringify(fields)}', ARRAY['deu'], now(), now()) RETURNING id
    ), f AS (
      INSERT INTO files (batch_id, state, filename, sha256, size, media_type, pages, accepted_at)
      SELECT id, 'accepted', 'lade.tif', repeat('0', 64), 1, 'image/tiff', ${ROWS}, now() FROM b RETURNING id, batch_id
    ), c AS (
      INSERT INTO cards (batch_id, file_id, filename, page, position, state, run, attempt, inspected_at, last_seq, width, height, finished_at)
      SELECT f.batch_id, f.id, lpad(p::text, 5, '0') || '.jpg', p, p, 'succeeded', 1, 1, now(), p + 1, 2480, 1748, now()
      FROM f, generate_series(1, ${ROWS}) p RETURNING id, position
    )
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    SELECT id, 1, 1, 'Bach, Johann Sebastian: Jesu, meine Freude', 60 + position % 40,
      replace('${JSON.stringify(values)}', 'Jesu', 'Motette ' || position * 7919 % ${ROWS})::jsonb, '\\x', '{}' FROM c`);
}
