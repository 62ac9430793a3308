-- Changes of a whole batch by a person or by the system. Each locks the batch, checks what it needs, moves cards and
-- counters, takes one number and leaves a row in `actions`. The reply is a problem code, or null and what was changed.

CREATE TYPE action_reply AS (code text, batch_id uuid, seq int, changed int);

-- The number, the action row and the settled counters.
CREATE FUNCTION batch_act(b batches, p_kind text, p_changed int, p_by text) RETURNS action_reply LANGUAGE plpgsql AS $$
BEGIN
  b := batch_settle(b);
  INSERT INTO actions (batch_id, seq, kind, run, changed, by) VALUES (b.id, b.seq, p_kind, b.run, p_changed, p_by);
  RETURN (NULL, b.id, b.seq, p_changed)::action_reply;
END
$$;

-- Few cards, and somebody waits for them: they take turns with bulk instead of queueing behind it.
CREATE FUNCTION is_urgent(p_cards int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT p_cards < 20 $$;

CREATE FUNCTION batch_start(p_name text, p_by text) RETURNS action_reply LANGUAGE plpgsql AS $$
DECLARE
  b batches;
  v_changed int;
BEGIN
  SELECT * INTO b FROM batches WHERE name = p_name AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN ('batch_not_found', NULL, NULL, 0)::action_reply; END IF;
  IF b.status <> 'draft' THEN RETURN ('batch_started', b.id, b.seq, 0)::action_reply; END IF;
  IF b.fields = '[]' AND b.template_id IS NULL THEN RETURN ('fields_missing', b.id, b.seq, 0)::action_reply; END IF;
  IF b.n_ready + b.n_failed = 0 THEN RETURN ('batch_empty', b.id, b.seq, 0)::action_reply; END IF;
  UPDATE cards SET state = 'queued', run = 1, not_before = NULL, urgent = is_urgent(b.n_ready) WHERE batch_id = b.id AND state = 'ready';
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  b := batch_move(b, 'ready', 'queued', v_changed);
  b.status := 'queued';
  b.run := 1;
  b.seq := b.seq + 1;
  b.started_at := clock_timestamp();
  b.run_started_at := b.started_at;
  b.waiting := NULL;
  RETURN batch_act(b, 'start', v_changed, p_by);
END
$$;

-- Cancel (`p_code` null) and the stop by the system itself: every open card is cancelled, those in hand too, and the
-- attempts in hand are fenced by the lease that is gone. What was read stays.
CREATE FUNCTION batch_cancel(p_name text, p_run int, p_by text, p_code text, p_message text)
RETURNS action_reply LANGUAGE plpgsql AS $$
DECLARE
  b batches;
  v_changed int;
BEGIN
  SELECT * INTO b FROM batches WHERE name = p_name AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN ('batch_not_found', NULL, NULL, 0)::action_reply; END IF;
  IF p_run IS NOT NULL AND p_run <> b.run THEN RETURN ('run_changed', b.id, b.seq, 0)::action_reply; END IF;
  IF b.status NOT IN ('queued', 'running') THEN RETURN ('state_forbids', b.id, b.seq, 0)::action_reply; END IF;
  b.seq := b.seq + 1;
  UPDATE cards SET
    state = 'cancelled', last_seq = b.seq, version = version + 1, finished_at = clock_timestamp(),
    lease_until = NULL, worker = NULL, dispatched_at = NULL, not_before = NULL
  WHERE batch_id = b.id AND state IN ('queued', 'processing');
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  b.n_cancelled := b.n_cancelled + v_changed;
  b.n_queued := 0;
  b.n_processing := 0;
  b.waiting := NULL;
  b.error_code := p_code;
  b.error_message := p_message;
  RETURN batch_act(b, CASE WHEN p_code IS NULL THEN 'cancel' ELSE 'stop' END, v_changed, p_by);
END
$$;

-- Resume (the cancelled), retry (the failed), retry-image (one that failed or was cancelled), restart (all): a new run.
-- Results stay until a new one is finalised; edits stay for good. What failed is inspected anew.
CREATE FUNCTION batch_requeue(p_name text, p_kind text, p_run int, p_filename text, p_by text)
RETURNS action_reply LANGUAGE plpgsql AS $$
DECLARE
  b batches;
  v_from card_state[] := CASE p_kind
    WHEN 'resume' THEN ARRAY['cancelled']
    WHEN 'retry' THEN ARRAY['failed']
    WHEN 'retry-image' THEN ARRAY['failed', 'cancelled']
    WHEN 'restart' THEN ARRAY['succeeded', 'failed', 'cancelled']
  END::card_state[];
  v_moved record;
  v_changed int := 0;
  v_urgent boolean;
BEGIN
  SELECT * INTO b FROM batches WHERE name = p_name AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN ('batch_not_found', NULL, NULL, 0)::action_reply; END IF;
  IF p_run IS NOT NULL AND p_run <> b.run THEN RETURN ('run_changed', b.id, b.seq, 0)::action_reply; END IF;
  IF b.status = 'draft' OR (p_kind IN ('resume', 'restart') AND b.n_queued + b.n_processing > 0)
  THEN RETURN ('state_forbids', b.id, b.seq, 0)::action_reply; END IF;
  IF p_filename IS NOT NULL AND NOT EXISTS (SELECT FROM cards WHERE batch_id = b.id AND filename = p_filename)
  THEN RETURN ('card_not_found', b.id, b.seq, 0)::action_reply; END IF;
  v_urgent := p_filename IS NOT NULL OR is_urgent(
    CASE WHEN 'succeeded' = ANY (v_from) THEN b.n_succeeded ELSE 0 END
    + CASE WHEN 'failed' = ANY (v_from) THEN b.n_failed ELSE 0 END
    + CASE WHEN 'cancelled' = ANY (v_from) THEN b.n_cancelled ELSE 0 END);
  FOR v_moved IN
    WITH picked AS (
      SELECT id, state FROM cards
      WHERE batch_id = b.id AND state = ANY (v_from) AND (p_filename IS NULL OR filename = p_filename)
      FOR UPDATE
    ), requeued AS (
      UPDATE cards c SET
        state = 'queued', run = b.run + 1, version = version + 1, error_code = NULL, error_message = NULL,
        crash_count = 0, not_before = NULL, dispatched_at = NULL, finished_at = NULL, urgent = v_urgent,
        inspected_at = CASE WHEN c.state = 'failed' THEN NULL ELSE c.inspected_at END
      FROM picked WHERE c.id = picked.id
    )
    SELECT state, count(*)::int AS n FROM picked GROUP BY state
  LOOP
    b := batch_move(b, v_moved.state, 'queued', v_moved.n);
    v_changed := v_changed + v_moved.n;
  END LOOP;
  IF v_changed = 0 THEN RETURN ('state_forbids', b.id, b.seq, 0)::action_reply; END IF;
  b.status := 'queued';
  b.run := b.run + 1;
  b.seq := b.seq + 1;
  b.run_started_at := clock_timestamp();
  b.finished_at := NULL;
  b.waiting := NULL;
  b.error_code := NULL;
  b.error_message := NULL;
  RETURN batch_act(b, p_kind, v_changed, p_by);
END
$$;

-- The tombstone. From here on nothing of the batch can be claimed, finalised, listed or appended to; objects and rows
-- are collected after it.
CREATE FUNCTION batch_delete(p_name text) RETURNS action_reply LANGUAGE plpgsql AS $$
DECLARE
  b batches;
BEGIN
  UPDATE batches SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE name = p_name AND deleted_at IS NULL RETURNING * INTO b;
  IF NOT FOUND THEN RETURN ('batch_not_found', NULL, NULL, 0)::action_reply; END IF;
  UPDATE cards SET lease_until = NULL, dispatched_at = NULL
  WHERE batch_id = b.id AND (lease_until IS NOT NULL OR dispatched_at IS NOT NULL);
  RETURN (NULL, b.id, b.seq, 0)::action_reply;
END
$$;

-- A file without a card, or what was made of a card that has left it (`p_card`), is garbage. The row stays until the
-- objects are gone, so that a crash in between leaves nothing that no row names; the sweeper collects them later, since
-- an attempt in hand may still be writing.
CREATE FUNCTION file_discard(p_file uuid, p_card uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE files f SET
    state = CASE WHEN EXISTS (SELECT FROM cards c WHERE c.file_id = f.id) THEN f.state ELSE 'discarded' END,
    gone_cards = CASE WHEN p_card IS NULL THEN f.gone_cards ELSE f.gone_cards || p_card END,
    discarded_at = clock_timestamp()
  WHERE f.id = p_file
$$;

-- Accepts a stored file: all its page cards in one commit. `p_names`: one card name per page. The same bytes under the
-- same name are the idempotency key: whoever sends again, at any time, hears `duplicate` and the first one's card.
-- An intent that the sweeper holds for dead by now is never accepted: its object may be gone (`server_unavailable`: send
-- again). `p_before`: names of cards that come later in the drawer. Files sent side by side are accepted out of turn, and
-- the first of these that is there already is moved on, with all behind it; in a sender's own order those are few.
CREATE FUNCTION file_accept(
  p_file uuid, p_sha256 text, p_size bigint, p_media_type text, p_names text[], p_before text[] DEFAULT '{}')
RETURNS TABLE (code text, outcome text, card_id uuid, duplicate_of text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b batches;
  f files;
  v_card uuid;
  v_twin text;
  v_place int;
BEGIN
  SELECT * INTO f FROM files WHERE id = p_file;
  IF NOT FOUND THEN RETURN QUERY SELECT 'server_unavailable', 'rejected', NULL::uuid, NULL::text; RETURN; END IF;
  SELECT * INTO b FROM batches WHERE id = f.batch_id AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT 'batch_deleted', 'rejected', NULL::uuid, NULL::text;
    RETURN;
  END IF;
  PERFORM FROM files WHERE id = p_file AND state = 'uploading' FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'server_unavailable', 'rejected', NULL::uuid, NULL::text; RETURN; END IF;
  SELECT c.id INTO v_card FROM files t JOIN cards c ON c.file_id = t.id
  WHERE t.batch_id = b.id AND t.sha256 = p_sha256 AND t.state = 'accepted' AND t.filename = f.filename
  ORDER BY c.position LIMIT 1;
  IF FOUND THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT NULL::text, 'duplicate', v_card, NULL::text;
    RETURN;
  END IF;
  IF b.status <> 'draft' OR EXISTS (SELECT FROM cards c WHERE c.batch_id = b.id AND c.filename = ANY (p_names)) THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT CASE WHEN b.status <> 'draft' THEN 'batch_started' ELSE 'filename_taken' END, 'rejected', NULL::uuid, NULL::text;
    RETURN;
  END IF;
  SELECT c.filename INTO v_twin FROM files t JOIN cards c ON c.file_id = t.id
  WHERE t.batch_id = b.id AND t.sha256 = p_sha256 AND t.state = 'accepted' ORDER BY c.position LIMIT 1;
  UPDATE files SET state = 'accepted', sha256 = p_sha256, size = p_size, media_type = p_media_type,
    pages = cardinality(p_names), accepted_at = clock_timestamp()
  WHERE id = p_file;
  SELECT min(c.position) INTO v_place FROM cards c WHERE c.batch_id = b.id AND c.filename = ANY (p_before);
  IF v_place IS NULL THEN
    v_place := b.positions + 1;
  ELSE
    UPDATE cards SET position = position + cardinality(p_names) WHERE batch_id = b.id AND position >= v_place;
  END IF;
  INSERT INTO cards (batch_id, file_id, filename, page, position, flags)
  SELECT b.id, p_file, n.name, n.page, v_place - 1 + n.page, CASE WHEN v_twin IS NULL THEN '{}' ELSE ARRAY['duplicate'] END
  FROM unnest(p_names) WITH ORDINALITY AS n(name, page);
  b.positions := b.positions + cardinality(p_names);
  b := batch_settle(batch_move(b, NULL, 'ready', cardinality(p_names)));
  SELECT c.id INTO v_card FROM cards c WHERE c.file_id = p_file AND c.page = 1;
  RETURN QUERY SELECT NULL::text, 'accepted', v_card, v_twin;
END
$$;

-- Takes a card out of a draft. The reply is a problem code or null.
CREATE FUNCTION card_remove(p_name text, p_filename text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  b batches;
  c cards;
BEGIN
  SELECT * INTO b FROM batches WHERE name = p_name AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN 'batch_not_found'; END IF;
  SELECT * INTO c FROM cards WHERE batch_id = b.id AND filename = p_filename FOR UPDATE;
  IF NOT FOUND THEN RETURN 'card_not_found'; END IF;
  IF b.status <> 'draft' THEN RETURN 'batch_started'; END IF;
  DELETE FROM cards WHERE id = c.id;
  PERFORM file_discard(c.file_id, c.id);
  PERFORM batch_settle(batch_move(b, c.state, NULL, 1));
  RETURN NULL;
END
$$;

-- Puts a new scan in a card's place: the card keeps its name, place, edits and, until the new scan has been read, its
-- result. Whoever has the old scan in hand is fenced. In a started batch it is read at once and takes one number.
CREATE FUNCTION file_replace(p_file uuid, p_filename text, p_sha256 text, p_size bigint, p_media_type text, p_by text)
RETURNS TABLE (code text, outcome text, card_id uuid, seq int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b batches;
  c cards;
  v_to card_state;
BEGIN
  SELECT * INTO b FROM batches WHERE id = (SELECT f.batch_id FROM files f WHERE f.id = p_file) FOR UPDATE;
  PERFORM FROM files WHERE id = p_file AND state = 'uploading' FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'server_unavailable', 'rejected', NULL::uuid, NULL::int; RETURN; END IF;
  IF b.deleted_at IS NOT NULL THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT 'batch_deleted', 'rejected', NULL::uuid, NULL::int;
    RETURN;
  END IF;
  SELECT * INTO c FROM cards x WHERE x.batch_id = b.id AND x.filename = p_filename FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT 'card_not_found', 'rejected', NULL::uuid, NULL::int;
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM files f WHERE f.id = c.file_id AND f.sha256 = p_sha256) THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT NULL::text, 'duplicate', c.id, b.seq;
    RETURN;
  END IF;
  v_to := CASE WHEN b.status = 'draft' THEN 'ready' ELSE 'queued' END;
  UPDATE files SET state = 'accepted', filename = p_filename, sha256 = p_sha256, size = p_size,
    media_type = p_media_type, pages = 1, accepted_at = clock_timestamp()
  WHERE id = p_file;
  UPDATE cards SET
    file_id = p_file, page = 1, state = v_to, run = b.run, urgent = (v_to = 'queued'), attempt = attempt + 1, version = version + 1, flags = '{}',
    lease_until = NULL, worker = NULL, dispatched_at = NULL, not_before = NULL, inspected_at = NULL, crash_count = 0,
    error_code = NULL, error_message = NULL, finished_at = NULL
  WHERE id = c.id;
  PERFORM file_discard(c.file_id, c.id);
  b := batch_move(b, c.state, v_to, 1);
  IF b.status = 'draft' THEN
    b := batch_settle(b);
  ELSE
    b.seq := b.seq + 1;
    b.run_started_at := CASE WHEN b.status IN ('queued', 'running') THEN b.run_started_at ELSE clock_timestamp() END;
    b.status := CASE WHEN b.status = 'running' THEN 'running' ELSE 'queued' END;
    b.waiting := NULL;
    b.error_code := NULL;
    b.error_message := NULL;
    PERFORM batch_act(b, 'replace', 1, p_by);
  END IF;
  RETURN QUERY SELECT NULL::text, 'accepted', c.id, b.seq;
END
$$;
