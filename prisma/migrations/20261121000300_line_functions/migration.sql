-- The line: whose turn it is, which cards are rung for, and what the sweeper repairs.

-- A lane is what takes turns: the cards of one class, urgent or bulk, of one active batch. A draft's cards wait for
-- their inspection and are urgent all; a draft with none of them, and there may be hundreds, is left out.
-- `card_urgent`: the value in the lane's cards. The order of turns is `ORDER BY turn, batch_id`: the station served least
-- recently, in it the class, in that the batch; never served comes first, and then urgent before bulk.
CREATE VIEW lanes AS
  SELECT b.id AS batch_id, b.station, b.status = 'draft' AS draft, class.urgent,
    class.urgent AND b.status <> 'draft' AS card_urgent,
    ARRAY[
      coalesce(greatest(this.at, other.at), '-infinity'),
      coalesce(this.at, CASE WHEN class.urgent THEN '-infinity'::timestamptz ELSE 'epoch' END),
      coalesce(CASE WHEN class.urgent THEN b.urgent_turn_at ELSE b.bulk_turn_at END, '-infinity')
    ] AS turn,
    -- Null: an inspection needs no engine.
    CASE WHEN b.status <> 'draft' THEN b.languages END AS languages
  FROM batches b
    JOIN (VALUES (true), (false)) AS class (urgent) ON class.urgent OR b.status <> 'draft'
    LEFT JOIN turns this ON this.station = b.station AND this.urgent = class.urgent
    LEFT JOIN turns other ON other.station = b.station AND other.urgent <> class.urgent
  WHERE b.deleted_at IS NULL AND b.status IN ('draft', 'queued', 'running')
    -- Not EXISTS: it may become a join that walks every card that waits for inspection.
    AND (b.status <> 'draft'
      OR (SELECT true FROM cards c WHERE c.batch_id = b.id AND c.state = 'ready' AND c.inspected_at IS NULL LIMIT 1));

-- The functions below do without sequential scans: the window's partial index is tiny whatever the statistics say of a
-- table that has just been filled, and one scan of the house per claim was a tenth of the speed.

-- The first card of a lane that can be claimed, among those rung for or among all; null when there is none. Called for
-- many lanes by one that has set it.
CREATE FUNCTION lane_next(p_batch uuid, p_draft boolean, p_card_urgent boolean, p_rung boolean) RETURNS uuid
LANGUAGE plpgsql AS $$
BEGIN
  IF p_rung THEN
    RETURN (SELECT c.id FROM cards c
      WHERE c.batch_id = p_batch AND c.urgent = p_card_urgent AND c.dispatched_at IS NOT NULL AND card_free(c)
      ORDER BY c.position LIMIT 1);
  ELSIF p_draft THEN
    RETURN (SELECT c.id FROM cards c
      WHERE c.batch_id = p_batch AND c.state = 'ready' AND c.inspected_at IS NULL AND card_free(c)
      ORDER BY c.position LIMIT 1);
  ELSE
    RETURN (SELECT c.id FROM cards c
      WHERE c.batch_id = p_batch AND c.urgent = p_card_urgent AND c.state IN ('queued', 'processing') AND card_free(c)
      ORDER BY c.position LIMIT 1);
  END IF;
END
$$;

-- Whether a lane's turn can be put off for a worker whose engine is set to these languages. Setting it to others costs as
-- much as reading half a card or a whole one, so two drawers of different languages that take turns card by card would
-- take up to twice as long. Never for longer than this since its station, class or batch was served.
CREATE FUNCTION lane_can_wait(l lanes, p_languages text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(l.languages <> p_languages, false)
    AND least(l.turn[1], l.turn[2], l.turn[3]) > clock_timestamp() - interval '5 seconds'
$$;

-- Takes the card in hand whose turn it is: among those rung for, which costs no more than the window, or among all.
-- `p_languages`: what the worker's engine is set to; null when to nothing yet.
-- No row: there is nothing to claim. A row of nulls: the lane was emptied while its batch was locked by somebody else,
-- look again. Not in here: a transaction that locks a second batch row can deadlock with another that does.
CREATE FUNCTION card_claim_turn(p_worker text, p_lease_ms int, p_rung boolean, p_languages text[] DEFAULT NULL)
RETURNS SETOF claim
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  l lanes;
  b batches;
  v_claim claim;
BEGIN
  IF p_rung THEN
    SELECT x.* INTO l FROM lanes x
    JOIN (SELECT DISTINCT c.batch_id, c.urgent FROM cards c WHERE c.dispatched_at IS NOT NULL AND card_free(c)) rung
      ON rung.batch_id = x.batch_id AND rung.urgent = x.card_urgent
    ORDER BY lane_can_wait(x, p_languages), x.turn, x.batch_id LIMIT 1;
  ELSE
    FOR l IN SELECT * FROM lanes x ORDER BY lane_can_wait(x, p_languages), x.turn, x.batch_id LOOP
      EXIT WHEN lane_next(l.batch_id, l.draft, l.card_urgent, false) IS NOT NULL;
      l := NULL;
    END LOOP;
  END IF;
  IF l.batch_id IS NULL THEN RETURN; END IF;
  SELECT * INTO b FROM batches WHERE id = l.batch_id AND deleted_at IS NULL FOR UPDATE;
  -- Looked at anew under the lock: what was free before it may be in somebody's hand.
  IF FOUND THEN
    v_claim := card_take(b, lane_next(l.batch_id, l.draft, l.card_urgent, p_rung), p_worker, p_lease_ms);
  END IF;
  RETURN NEXT v_claim;
END
$$;

-- Fills the window, which has room for so many cards rung for or in hand, at least three for each worker, and returns
-- the cards to ring for. `fresh`: new in the window. Inside it already and rung for again: `expired_lease`, a worker
-- died with the card; `lost_bell`, nobody came for so long and fewer bells are there (`p_bells`, waiting or taken) than
-- cards wait. The mark comes before the bell: a crash in between is a lost bell.
CREATE FUNCTION cards_dispatch(p_window int, p_lost_after_ms int, p_bells int) RETURNS TABLE (card_id uuid, kind text)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_window int;
  v_inside int;
  v_silent int;
  v_room int;
  v_again int;
BEGIN
  -- One dispatcher at a time: two would both count the window before either has filled it.
  PERFORM pg_advisory_xact_lock(hashtext('cardmill.dispatch'));
  SELECT greatest(p_window, 3 * count(*)) INTO v_window FROM workers w WHERE w.heartbeat_at > clock_timestamp() - interval '15 seconds';
  -- Workers that only poll answer no bell: the queue must not grow with every card they take.
  IF p_bells >= 2 * v_window THEN RETURN; END IF;
  SELECT count(*), count(*) FILTER (WHERE card_free(c)) INTO v_inside, v_silent FROM cards c WHERE c.dispatched_at IS NOT NULL;

  RETURN QUERY
    WITH picked AS (
      SELECT c.id FROM cards c
      WHERE c.dispatched_at IS NOT NULL AND c.dispatched_at < c.lease_until AND card_free(c)
      FOR UPDATE SKIP LOCKED
    )
    UPDATE cards c SET dispatched_at = clock_timestamp() FROM picked WHERE c.id = picked.id RETURNING c.id, 'expired_lease';
  GET DIAGNOSTICS v_again = ROW_COUNT;
  RETURN QUERY
    WITH picked AS (
      SELECT c.id FROM cards c
      WHERE c.dispatched_at IS NOT NULL AND card_free(c)
        AND c.dispatched_at < clock_timestamp() - make_interval(secs => p_lost_after_ms / 1000.0)
      ORDER BY c.dispatched_at LIMIT greatest(v_silent - v_again - p_bells, 0)
      FOR UPDATE SKIP LOCKED
    )
    UPDATE cards c SET dispatched_at = clock_timestamp() FROM picked WHERE c.id = picked.id RETURNING c.id, 'lost_bell';

  v_room := v_window - v_inside;
  IF v_room <= 0 THEN RETURN; END IF;
  -- Stations share the window evenly, in a station its classes, in a class its batches, counting what is in it already:
  -- one with nothing in it comes before one with many. Equal ones in the order of turns.
  RETURN QUERY
    WITH inside AS (
      SELECT c.batch_id, c.urgent, count(*) AS n FROM cards c WHERE c.dispatched_at IS NOT NULL GROUP BY c.batch_id, c.urgent
    ), lane AS (
      SELECT l.*, coalesce(i.n, 0) AS lane_n,
        sum(coalesce(i.n, 0)) OVER (PARTITION BY l.station, l.urgent) AS class_n,
        sum(coalesce(i.n, 0)) OVER (PARTITION BY l.station) AS station_n
      FROM lanes l LEFT JOIN inside i ON i.batch_id = l.batch_id AND i.urgent = l.card_urgent
    ), due AS (
      SELECT l.*, c.id, c.position,
        l.lane_n + row_number() OVER (PARTITION BY l.batch_id, l.urgent ORDER BY c.position) AS lane_rank
      FROM lane l CROSS JOIN LATERAL (
        (SELECT x.id, x.position FROM cards x
         WHERE NOT l.draft AND x.batch_id = l.batch_id AND x.urgent = l.card_urgent AND x.state IN ('queued', 'processing')
           AND x.dispatched_at IS NULL AND card_free(x)
         ORDER BY x.position LIMIT v_room)
        UNION ALL
        (SELECT x.id, x.position FROM cards x
         WHERE l.draft AND x.batch_id = l.batch_id AND x.state = 'ready' AND x.inspected_at IS NULL
           AND x.dispatched_at IS NULL AND card_free(x)
         ORDER BY x.position LIMIT v_room)
      ) c
    ), by_class AS (
      SELECT *, class_n + row_number() OVER (PARTITION BY station, urgent ORDER BY lane_rank, turn, batch_id) AS class_rank FROM due
    ), by_station AS (
      SELECT *, station_n + row_number() OVER (PARTITION BY station ORDER BY class_rank, turn, batch_id) AS station_rank FROM by_class
    ), first AS (
      SELECT id FROM by_station ORDER BY station_rank, turn, batch_id, position LIMIT v_room
    ), picked AS (
      SELECT c.id FROM cards c WHERE c.id IN (SELECT id FROM first) AND c.dispatched_at IS NULL FOR UPDATE SKIP LOCKED
    )
    UPDATE cards c SET dispatched_at = clock_timestamp() FROM picked WHERE c.id = picked.id RETURNING c.id, 'fresh';
END
$$;

-- A worker says that it is there, on the database's clock.
CREATE FUNCTION worker_heartbeat(p_id text, p_languages text[], p_handwriting boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO workers (id, languages, handwriting) VALUES (p_id, p_languages, p_handwriting)
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = clock_timestamp(), languages = excluded.languages, handwriting = excluded.handwriting
$$;
