-- Changes of one card: claim, heartbeat, inspected, release, finalise. Each is one round trip and one conditional
-- change. Lock order everywhere: batch, then card. The batch row is locked before a card's state is looked at: without
-- that, cards that finish at the same moment do not see each other and the batch is never marked finished
-- (379 of 400 in a trial). clock_timestamp(), not now(): a function may have waited for the lock.

-- Partial indexes: the work list, the drafts' inspection list, the replay log, and the window.
CREATE INDEX cards_open_idx ON cards (batch_id, urgent, position) WHERE state IN ('queued', 'processing');
CREATE INDEX cards_uninspected_idx ON cards (batch_id, position) WHERE state = 'ready' AND inspected_at IS NULL;
CREATE INDEX cards_outcome_idx ON cards (batch_id, last_seq) WHERE state IN ('succeeded', 'failed');
CREATE INDEX files_uploading_idx ON files (kept_at) WHERE state = 'uploading';
CREATE INDEX files_discarded_idx ON files (discarded_at) WHERE discarded_at IS NOT NULL;
CREATE INDEX cards_rung_idx ON cards (batch_id, urgent, position) WHERE dispatched_at IS NOT NULL;
CREATE INDEX batches_active_idx ON batches (station, id) WHERE deleted_at IS NULL AND status IN ('draft', 'queued', 'running');

-- The status of a started batch whose counters are given; the one rule, used by every function that changes counters.
CREATE FUNCTION batch_status_of(b batches) RETURNS batch_status LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN b.status = 'draft' THEN 'draft'
    WHEN b.n_queued + b.n_processing > 0 THEN CASE WHEN b.status = 'running' THEN 'running' ELSE 'queued' END
    WHEN b.error_code IS NOT NULL THEN 'failed'
    WHEN b.n_cancelled > 0 THEN 'cancelled'
    WHEN b.n_succeeded = 0 THEN 'failed'
    ELSE 'completed'
  END::batch_status
$$;

-- Writes the counters and the number of a locked batch back, with the status that follows from them.
CREATE FUNCTION batch_settle(b batches) RETURNS batches LANGUAGE plpgsql AS $$
BEGIN
  b.status := batch_status_of(b);
  b.updated_at := clock_timestamp();
  b.finished_at := CASE
    WHEN b.status IN ('completed', 'failed', 'cancelled') THEN coalesce(b.finished_at, b.updated_at)
  END;
  IF b.finished_at IS NOT NULL THEN b.waiting := NULL; END IF;
  IF b.waiting IS NULL THEN
    b.waiting_since := NULL;
    b.waiting_at := NULL;
  END IF;
  UPDATE batches SET
    status = b.status, seq = b.seq, run = b.run,
    waiting = b.waiting, waiting_since = b.waiting_since, waiting_at = b.waiting_at,
    error_code = b.error_code, error_message = b.error_message,
    n_ready = b.n_ready, n_queued = b.n_queued, n_processing = b.n_processing,
    n_succeeded = b.n_succeeded, n_failed = b.n_failed, n_cancelled = b.n_cancelled,
    positions = b.positions, started_at = b.started_at, run_started_at = b.run_started_at,
    finished_at = b.finished_at, updated_at = b.updated_at, deleted_at = b.deleted_at,
    bulk_turn_at = b.bulk_turn_at, urgent_turn_at = b.urgent_turn_at
  WHERE id = b.id;
  RETURN b;
END
$$;

-- Moves `n` cards from one counter to another; null stands for outside.
CREATE FUNCTION batch_move(b batches, from_state card_state, to_state card_state, n int) RETURNS batches
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  b.n_ready := b.n_ready - CASE WHEN from_state = 'ready' THEN n ELSE 0 END + CASE WHEN to_state = 'ready' THEN n ELSE 0 END;
  b.n_queued := b.n_queued - CASE WHEN from_state = 'queued' THEN n ELSE 0 END + CASE WHEN to_state = 'queued' THEN n ELSE 0 END;
  b.n_processing := b.n_processing - CASE WHEN from_state = 'processing' THEN n ELSE 0 END + CASE WHEN to_state = 'processing' THEN n ELSE 0 END;
  b.n_succeeded := b.n_succeeded - CASE WHEN from_state = 'succeeded' THEN n ELSE 0 END + CASE WHEN to_state = 'succeeded' THEN n ELSE 0 END;
  b.n_failed := b.n_failed - CASE WHEN from_state = 'failed' THEN n ELSE 0 END + CASE WHEN to_state = 'failed' THEN n ELSE 0 END;
  b.n_cancelled := b.n_cancelled - CASE WHEN from_state = 'cancelled' THEN n ELSE 0 END + CASE WHEN to_state = 'cancelled' THEN n ELSE 0 END;
  RETURN b;
END
$$;

-- The live batch of a card, locked; no row when the card or the batch is gone.
CREATE FUNCTION lock_batch_of(p_card uuid) RETURNS SETOF batches LANGUAGE sql AS $$
  SELECT b.* FROM batches b
  WHERE b.id = (SELECT c.batch_id FROM cards c WHERE c.id = p_card) AND b.deleted_at IS NULL
  FOR UPDATE
$$;

-- Nobody has the card in hand, and it waits for nothing. On the database's clock.
CREATE FUNCTION card_free(c cards) RETURNS boolean LANGUAGE sql AS $$
  SELECT (c.lease_until IS NULL OR c.lease_until < clock_timestamp())
    AND (c.not_before IS NULL OR c.not_before <= clock_timestamp())
$$;

-- Remembers that a station was served. Whoever finds the row locked leaves it: the station is being served right now,
-- and claims of its other batches must not queue here.
CREATE FUNCTION turn_taken(p_station text, p_urgent boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE turns SET at = clock_timestamp() WHERE (station, urgent) IN (
    SELECT t.station, t.urgent FROM turns t WHERE t.station = p_station AND t.urgent = p_urgent FOR UPDATE SKIP LOCKED);
  -- The insert would wait for whoever has the row locked, so it is tried only without one.
  IF NOT FOUND AND NOT EXISTS (SELECT FROM turns t WHERE t.station = p_station AND t.urgent = p_urgent) THEN
    INSERT INTO turns (station, urgent, at) VALUES (p_station, p_urgent, clock_timestamp()) ON CONFLICT DO NOTHING;
  END IF;
END
$$;

CREATE TYPE claim AS (
  card_id uuid, batch_id uuid, batch text, seq int, first_of_run boolean, recognise boolean, run int, attempt int,
  crash_count int, inspected boolean, orientation smallint, filename text, page int, file_id uuid, sha256 text, media_type text,
  fields jsonb, languages text[], options jsonb
);

-- Takes a card of a locked batch in hand: to read it when the batch has started, to inspect it in a draft. A lease found
-- expired means that an attempt died with the card. Null: someone else has it, it is not due, or there is nothing to do.
CREATE FUNCTION card_take(b batches, p_card uuid, p_worker text, p_lease_ms int) RETURNS claim LANGUAGE plpgsql AS $$
DECLARE
  c cards;
  f files;
  v_from card_state;
  v_first boolean := b.status = 'queued';
  v_urgent boolean;
BEGIN
  SELECT * INTO c FROM cards WHERE id = p_card FOR UPDATE;
  IF NOT FOUND OR NOT card_free(c) OR NOT (
    CASE
      WHEN b.status = 'draft' THEN c.state = 'ready' AND c.inspected_at IS NULL
      ELSE b.status IN ('queued', 'running') AND c.state IN ('queued', 'processing')
    END)
  THEN RETURN NULL; END IF;

  v_from := c.state;
  v_urgent := c.urgent OR b.status = 'draft';
  UPDATE cards SET
    attempt = attempt + 1,
    crash_count = crash_count + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END,
    lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0),
    worker = p_worker,
    dispatched_at = coalesce(dispatched_at, clock_timestamp()),
    state = CASE WHEN b.status = 'draft' THEN state ELSE 'processing' END
  WHERE id = p_card RETURNING * INTO c;
  IF v_urgent THEN
    b.urgent_turn_at := clock_timestamp();
  ELSE
    b.bulk_turn_at := clock_timestamp();
  END IF;
  IF v_from = 'queued' THEN
    b := batch_move(b, 'queued', 'processing', 1);
    b.status := 'running';
    b := batch_settle(b);
  ELSE
    -- Nothing that watchers see: `updated_at` stays, or a draft would look touched.
    UPDATE batches SET bulk_turn_at = b.bulk_turn_at, urgent_turn_at = b.urgent_turn_at WHERE id = b.id;
  END IF;
  PERFORM turn_taken(b.station, v_urgent);
  SELECT * INTO f FROM files WHERE id = c.file_id;
  RETURN (c.id, b.id, b.name, b.seq, v_first, b.status <> 'draft', b.run, c.attempt, c.crash_count,
    c.inspected_at IS NOT NULL, c.orientation, c.filename, c.page, c.file_id, f.sha256, f.media_type, b.fields, b.languages, b.options)::claim;
END
$$;

-- Takes this card in hand; no row when it cannot be taken.
CREATE FUNCTION card_claim(p_card uuid, p_worker text, p_lease_ms int) RETURNS SETOF claim LANGUAGE plpgsql AS $$
DECLARE
  b batches;
  v_claim claim;
BEGIN
  SELECT * INTO b FROM lock_batch_of(p_card);
  IF NOT FOUND THEN RETURN; END IF;
  v_claim := card_take(b, p_card, p_worker, p_lease_ms);
  IF v_claim.card_id IS NOT NULL THEN RETURN NEXT v_claim; END IF;
END
$$;

-- Keeps a card in hand. False: the card is no longer this attempt's (cancelled, deleted, taken over); stop working on it.
CREATE FUNCTION card_heartbeat(p_card uuid, p_attempt int, p_lease_ms int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cards SET lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  WHERE id = p_card AND attempt = p_attempt AND lease_until IS NOT NULL
    AND EXISTS (SELECT FROM batches b WHERE b.id = batch_id AND b.deleted_at IS NULL);
  RETURN FOUND;
END
$$;

-- What the inspection found; size and orientation are those of the images that it stored. `p_done` puts the card down
-- again: nothing more is done with it in this attempt.
CREATE FUNCTION card_inspected(
  p_card uuid, p_attempt int, p_width int, p_height int, p_orientation smallint, p_flags text[], p_done boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  -- Batch before card, as everywhere. An inspection that went well shows that the trouble has passed, unless it is the
  -- engine's, which has not been asked: a drawer full of cards to inspect would otherwise wait on it for ever.
  UPDATE batches SET waiting = NULL, waiting_since = NULL, waiting_at = NULL, updated_at = clock_timestamp()
  WHERE id = (SELECT c.batch_id FROM cards c WHERE c.id = p_card)
    AND waiting NOT IN ('engine_unavailable', 'model_missing', 'handwriting_off', 'handwriting_refused');
  UPDATE cards SET
    inspected_at = clock_timestamp(), width = p_width, height = p_height, orientation = p_orientation,
    flags = ARRAY(SELECT DISTINCT flag FROM unnest(p_flags || CASE WHEN 'duplicate' = ANY (flags) THEN ARRAY['duplicate'] ELSE '{}' END) flag ORDER BY flag),
    crash_count = CASE WHEN p_done THEN 0 ELSE crash_count END,
    lease_until = CASE WHEN p_done THEN NULL ELSE lease_until END,
    worker = CASE WHEN p_done THEN NULL ELSE worker END,
    dispatched_at = CASE WHEN p_done THEN NULL ELSE dispatched_at END
  WHERE id = p_card AND attempt = p_attempt AND lease_until IS NOT NULL;
  RETURN FOUND;
END
$$;

-- Puts a card back without counting anything against it: trouble that passes (`p_cause`), or a worker that stops.
-- The wait is as long as its reports go on, not as long as nobody tried: a batch whose workers were away overnight has
-- not waited for the storage all night. So five minutes without a report begin it anew.
CREATE FUNCTION card_release(p_card uuid, p_attempt int, p_delay_ms int, p_cause text)
RETURNS TABLE (batch text, seq int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b batches;
  v_from card_state;
BEGIN
  SELECT * INTO b FROM lock_batch_of(p_card);
  IF NOT FOUND THEN RETURN; END IF;
  SELECT c.state INTO v_from FROM cards c
  WHERE c.id = p_card AND c.attempt = p_attempt AND c.lease_until IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE cards SET
    state = CASE WHEN v_from = 'processing' THEN 'queued' ELSE v_from END,
    lease_until = NULL, worker = NULL, dispatched_at = NULL,
    not_before = clock_timestamp() + make_interval(secs => p_delay_ms / 1000.0)
  WHERE id = p_card;
  IF v_from = 'processing' THEN
    b := batch_move(b, 'processing', 'queued', 1);
  END IF;
  IF p_cause IS NOT NULL THEN
    b.waiting_since := CASE
      WHEN b.waiting = p_cause AND b.waiting_at > clock_timestamp() - interval '5 minutes' THEN b.waiting_since
      ELSE clock_timestamp()
    END;
    b.waiting_at := clock_timestamp();
    b.waiting := p_cause;
  END IF;
  b := batch_settle(b);
  RETURN QUERY SELECT b.name, b.seq;
END
$$;

-- Ends a card: `succeeded` with its result, or `failed` with its error (an inspection may fail one that is not being
-- read). Matches only the attempt that holds the card, so a zombie's write changes nothing. Takes the batch's next
-- number: numbers are given out in commit order, without gap. Size and orientation, when given, are those of the image that
-- the words are in: what is shown and where its words stand change together.
CREATE FUNCTION card_finalise(
  p_card uuid, p_attempt int, p_state card_state, p_error_code text, p_error_message text, p_duration_ms int,
  p_text text, p_confidence double precision, p_fields jsonb, p_words bytea, p_how jsonb,
  p_width int DEFAULT NULL, p_height int DEFAULT NULL, p_orientation smallint DEFAULT NULL)
RETURNS TABLE (batch text, seq int, status batch_status) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b batches;
  v_from card_state;
  -- The card's, not the batch's: a retry of others may have begun another one meanwhile.
  v_run int;
BEGIN
  SELECT * INTO b FROM lock_batch_of(p_card);
  IF NOT FOUND THEN RETURN; END IF;
  SELECT c.state, c.run INTO v_from, v_run FROM cards c
  WHERE c.id = p_card AND c.attempt = p_attempt AND c.lease_until IS NOT NULL
    AND (c.state = 'processing' OR (p_state = 'failed' AND c.state IN ('ready', 'queued')))
  FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  b.seq := b.seq + 1;
  UPDATE cards SET
    state = p_state, last_seq = b.seq, version = version + 1,
    error_code = p_error_code, error_message = p_error_message, duration_ms = p_duration_ms,
    lease_until = NULL, worker = NULL, dispatched_at = NULL, not_before = NULL, crash_count = 0,
    width = coalesce(p_width, width), height = coalesce(p_height, height),
    orientation = coalesce(p_orientation, orientation), finished_at = clock_timestamp()
  WHERE id = p_card;
  IF p_state = 'succeeded' THEN
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    VALUES (p_card, v_run, p_attempt, p_text, p_confidence, p_fields, p_words, p_how)
    ON CONFLICT (card_id) DO UPDATE SET
      run = excluded.run, attempt = excluded.attempt, text = excluded.text, confidence = excluded.confidence,
      fields = excluded.fields, words = excluded.words, how = excluded.how, created_at = now();
  END IF;
  b := batch_move(b, v_from, p_state, 1);
  b.waiting := CASE WHEN p_state = 'succeeded' THEN NULL ELSE b.waiting END;
  b := batch_settle(b);
  RETURN QUERY SELECT b.name, b.seq, b.status;
END
$$;
