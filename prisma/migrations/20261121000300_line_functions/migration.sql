-- The line: which cards are due, whose turn it is, and what the sweeper repairs.

-- Due cards in the order of turns: stations take turns, within a station its batches do, within a batch by position.
-- Per batch at most `p_limit` are looked at, on a partial index, so the cost does not grow with the house.
-- `p_rung_before`: also those whose bell rang before that moment and that nobody took (a lost job).
CREATE FUNCTION cards_due(p_limit int, p_rung_before timestamptz) RETURNS TABLE (card_id uuid)
LANGUAGE sql STABLE AS $$
  WITH due AS (
    SELECT b.id AS batch_id, b.station, c.id AS card_id,
      row_number() OVER (PARTITION BY b.id ORDER BY c.position) AS turn
    FROM batches b CROSS JOIN LATERAL (
      (SELECT x.id, x.position FROM cards x
       WHERE b.status <> 'draft' AND x.batch_id = b.id AND x.state IN ('queued', 'processing')
         AND (x.dispatched_at IS NULL OR x.dispatched_at < p_rung_before)
         AND (x.lease_until IS NULL OR x.lease_until < clock_timestamp())
         AND (x.not_before IS NULL OR x.not_before <= clock_timestamp())
       ORDER BY x.position LIMIT p_limit)
      UNION ALL
      (SELECT x.id, x.position FROM cards x
       WHERE b.status = 'draft' AND x.batch_id = b.id AND x.state = 'ready' AND x.inspected_at IS NULL
         AND (x.dispatched_at IS NULL OR x.dispatched_at < p_rung_before)
         AND (x.lease_until IS NULL OR x.lease_until < clock_timestamp())
         AND (x.not_before IS NULL OR x.not_before <= clock_timestamp())
       ORDER BY x.position LIMIT p_limit)
    ) c
    WHERE b.deleted_at IS NULL AND b.status IN ('draft', 'queued', 'running')
  ), turns AS (
    SELECT card_id, station, turn, batch_id,
      row_number() OVER (PARTITION BY station ORDER BY turn, batch_id) AS station_turn
    FROM due
  )
  SELECT card_id FROM turns ORDER BY station_turn, turn, batch_id LIMIT p_limit
$$;

-- Fills the window: marks at most as many due cards as rung as there is room for, and returns them. Any number of
-- dispatchers may do so at once. The mark comes before the bell: a crash in between is a lost job, which is rung again.
CREATE FUNCTION cards_dispatch(p_window int, p_lost_after_ms int) RETURNS TABLE (card_id uuid)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_lost_before timestamptz := clock_timestamp() - make_interval(secs => p_lost_after_ms / 1000.0);
  v_room int;
BEGIN
  SELECT p_window - count(*) INTO v_room FROM cards c WHERE c.dispatched_at >= v_lost_before OR c.lease_until >= clock_timestamp();
  IF v_room <= 0 THEN RETURN; END IF;
  RETURN QUERY
    WITH picked AS (
      SELECT c.id FROM cards c
      WHERE c.id IN (SELECT d.card_id FROM cards_due(v_room, v_lost_before) d)
        AND (c.dispatched_at IS NULL OR c.dispatched_at < v_lost_before)
      FOR UPDATE SKIP LOCKED
    )
    UPDATE cards c SET dispatched_at = clock_timestamp() FROM picked WHERE c.id = picked.id RETURNING c.id;
END
$$;

-- Counters against rows. Always empty; a row is a defect, and is mended.
CREATE FUNCTION batches_recount() RETURNS TABLE (batch text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_id uuid;
  b batches;
  n record;
BEGIN
  FOR v_id IN SELECT x.id FROM batches x WHERE x.deleted_at IS NULL AND x.updated_at > clock_timestamp() - interval '1 day' LOOP
    SELECT * INTO b FROM batches x WHERE x.id = v_id AND x.deleted_at IS NULL FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready, count(*) FILTER (WHERE state = 'queued')::int AS queued,
      count(*) FILTER (WHERE state = 'processing')::int AS processing, count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded,
      count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled
    INTO n FROM cards c WHERE c.batch_id = v_id;
    IF (b.n_ready, b.n_queued, b.n_processing, b.n_succeeded, b.n_failed, b.n_cancelled)
      IS DISTINCT FROM (n.ready, n.queued, n.processing, n.succeeded, n.failed, n.cancelled)
    THEN
      b.n_ready := n.ready; b.n_queued := n.queued; b.n_processing := n.processing;
      b.n_succeeded := n.succeeded; b.n_failed := n.failed; b.n_cancelled := n.cancelled;
      b := batch_settle(b);
      RETURN QUERY SELECT b.name;
    END IF;
  END LOOP;
END
$$;

-- A worker says that it is there, on the database's clock.
CREATE FUNCTION worker_heartbeat(p_id text, p_languages text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO workers (id, languages) VALUES (p_id, p_languages)
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = clock_timestamp(), languages = excluded.languages
$$;
