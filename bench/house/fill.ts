/** One connection's worth of SQL for benchmarks: a number back. */
import pg from 'pg';

/** Asks a database for one number (`n`), on a connection that `close` ends. */
export async function openSql(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    number: async (text: string): Promise<number> => {
      const { rows } = await client.query<{ n: number }>(text);
      return rows[0]?.n ?? 0;
    },
    run: async (text: string): Promise<void> => void (await client.query(text)),
    close: () => client.end(),
  };
}
export type Sql = Awaited<ReturnType<typeof openSql>>;

/** Fills the house with finished batches of 1,000 cards each, results and all. */
export async function fillHouse(sql: Sql, batches: number): Promise<void> {
  await sql.run(`
    WITH b AS (
      INSERT INTO batches (name, title, station, status, run, seq, n_succeeded, positions, template_id, languages, started_at, finished_at)
      SELECT 'alt_20260101-000000_' || lpad(to_hex(i), 8, '0'), 'Alt', 'Platz ' || i % 7, 'completed', 1, 1001, 1000, 1000,
        'free-text', ARRAY['deu'], now(), now()
      FROM generate_series(1, ${batches}) i RETURNING id
    ), f AS (
      INSERT INTO files (batch_id, state, filename, sha256, size, media_type, pages, accepted_at)
      SELECT id, 'accepted', 'alt.tif', repeat('0', 64), 1, 'image/tiff', 1000, now() FROM b RETURNING id, batch_id
    ), c AS (
      INSERT INTO cards (batch_id, file_id, filename, page, position, state, run, attempt, inspected_at, last_seq, finished_at)
      SELECT f.batch_id, f.id, lpad(p::text, 5, '0') || '.jpg', p, p, 'succeeded', 1, 1, now(), p + 1, now()
      FROM f, generate_series(1, 1000) p RETURNING id
    )
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    SELECT id, 1, 1, 'Bach, Johann Sebastian: Das Wohltemperierte Klavier', 90, '{}', '\\x', '{}' FROM c`);
  // As a house is that was filled over months, not a moment ago.
  await sql.run('VACUUM ANALYZE');
  await sql.run('CHECKPOINT');
}
