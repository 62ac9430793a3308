-- What the sweeper does: it stops what has waited too long, mends what differs, and collects garbage. Any number of
-- sweepers run at once, so each of these looks again under the lock of the row it changes.

-- Started batches that report one and the same cause for that long.
CREATE FUNCTION batches_waited_out(p_after_ms int, p_limit int) RETURNS TABLE (batch text, cause text) LANGUAGE sql STABLE AS $$
  SELECT b.name, b.waiting FROM batches b
  WHERE b.deleted_at IS NULL AND b.status IN ('queued', 'running')
    AND b.waiting_at - b.waiting_since >= make_interval(secs => p_after_ms / 1000.0)
  ORDER BY b.waiting_since LIMIT p_limit
$$;

-- Stops such a batch, unless a success or an action was first: they clear the cause under the same lock.
CREATE FUNCTION batch_stop_waiting(p_name text, p_cause text, p_after_ms int, p_message text)
RETURNS action_reply LANGUAGE plpgsql AS $$
DECLARE
  b batches;
BEGIN
  SELECT * INTO b FROM batches WHERE name = p_name AND deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN ('batch_not_found', NULL, NULL, 0)::action_reply; END IF;
  IF b.waiting IS DISTINCT FROM p_cause
    OR (b.waiting_at - b.waiting_since >= make_interval(secs => p_after_ms / 1000.0)) IS NOT TRUE
  THEN RETURN ('state_forbids', b.id, b.seq, 0)::action_reply; END IF;
  RETURN batch_cancel(p_name, b.run, NULL, p_cause, p_message);
END
$$;

-- Deletes a draft that nobody touched for so many days, unless it was touched or started meanwhile.
CREATE FUNCTION batch_abandon(p_name text, p_days int) RETURNS action_reply LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM batches WHERE name = p_name AND deleted_at IS NULL AND status = 'draft'
    AND updated_at < clock_timestamp() - make_interval(days => p_days) FOR UPDATE;
  IF NOT FOUND THEN RETURN ('state_forbids', NULL, NULL, 0)::action_reply; END IF;
  RETURN batch_delete(p_name);
END
$$;

-- Batches changed within a day whose counters differ from their cards, or whose status does not follow from the
-- counters. One statement sees one moment, and both change in one commit: no lock is needed to know.
CREATE FUNCTION batches_differing() RETURNS TABLE (batch_id uuid) LANGUAGE sql STABLE AS $$
  SELECT b.id FROM batches b CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'ready') AS ready, count(*) FILTER (WHERE state = 'queued') AS queued,
      count(*) FILTER (WHERE state = 'processing') AS processing, count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
      count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'cancelled') AS cancelled
    FROM cards c WHERE c.batch_id = b.id
  ) n
  WHERE b.deleted_at IS NULL AND b.updated_at > clock_timestamp() - interval '1 day'
    AND ((b.n_ready, b.n_queued, b.n_processing, b.n_succeeded, b.n_failed, b.n_cancelled)
      IS DISTINCT FROM (n.ready, n.queued, n.processing, n.succeeded, n.failed, n.cancelled)
      OR b.status <> batch_status_of(b))
$$;

-- Mends one of them: `counters`, or `batch_end` when only the end was missed. No row: it was right after all.
CREATE FUNCTION batch_recount(p_batch uuid) RETURNS TABLE (batch text, kind text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b batches;
  n record;
  v_kind text;
BEGIN
  SELECT * INTO b FROM batches x WHERE x.id = p_batch AND x.deleted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready, count(*) FILTER (WHERE state = 'queued')::int AS queued,
    count(*) FILTER (WHERE state = 'processing')::int AS processing, count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded,
    count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled
  INTO n FROM cards c WHERE c.batch_id = p_batch;
  v_kind := CASE
    WHEN (b.n_ready, b.n_queued, b.n_processing, b.n_succeeded, b.n_failed, b.n_cancelled)
      IS DISTINCT FROM (n.ready, n.queued, n.processing, n.succeeded, n.failed, n.cancelled) THEN 'counters'
    WHEN b.status <> batch_status_of(b) THEN 'batch_end'
  END;
  IF v_kind IS NULL THEN RETURN; END IF;
  b.n_ready := n.ready; b.n_queued := n.queued; b.n_processing := n.processing;
  b.n_succeeded := n.succeeded; b.n_failed := n.failed; b.n_cancelled := n.cancelled;
  b := batch_settle(b);
  RETURN QUERY SELECT b.name, v_kind;
END
$$;

-- Deleted batches whose grace is over, taken for `p_hold_ms`: whoever takes one collects it alone, and one that cannot be
-- collected (storage away) does not stand in the way of the others. One into which a file is still being sent waits.
CREATE FUNCTION batches_collect(p_grace_ms bigint, p_limit int, p_hold_ms int) RETURNS TABLE (batch_id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_before timestamptz := clock_timestamp() - make_interval(secs => p_grace_ms / 1000.0);
BEGIN
  RETURN QUERY
    WITH picked AS (
      SELECT b.id FROM batches b
      WHERE b.deleted_at <= v_before AND (b.collecting_until IS NULL OR b.collecting_until < clock_timestamp())
        AND NOT EXISTS (SELECT FROM files f WHERE f.batch_id = b.id AND f.state = 'uploading' AND f.kept_at > v_before)
      ORDER BY b.deleted_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE batches b SET collecting_until = clock_timestamp() + make_interval(secs => p_hold_ms / 1000.0)
    FROM picked WHERE b.id = picked.id RETURNING b.id;
END
$$;

-- Files of living batches whose garbage is due, taken likewise. `whole`: the original goes too; `card_ids`: cards whose
-- images made of this file go. An upload without a sign of life since the grace began is dead: from here on it cannot
-- be accepted any more.
CREATE FUNCTION files_collect(p_grace_ms bigint, p_limit int, p_hold_ms int)
RETURNS TABLE (file_id uuid, batch_id uuid, whole boolean, card_ids uuid[]) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_before timestamptz := clock_timestamp() - make_interval(secs => p_grace_ms / 1000.0);
BEGIN
  UPDATE files SET state = 'discarded', discarded_at = kept_at
  WHERE id IN (
    SELECT f.id FROM files f WHERE f.state = 'uploading' AND f.kept_at <= v_before
    ORDER BY f.kept_at LIMIT p_limit FOR UPDATE SKIP LOCKED);
  RETURN QUERY
    WITH picked AS (
      SELECT f.id FROM files f
      WHERE f.discarded_at <= v_before AND (f.collecting_until IS NULL OR f.collecting_until < clock_timestamp())
        AND EXISTS (SELECT FROM batches b WHERE b.id = f.batch_id AND b.deleted_at IS NULL)
      ORDER BY f.discarded_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE files f SET collecting_until = clock_timestamp() + make_interval(secs => p_hold_ms / 1000.0)
    FROM picked WHERE f.id = picked.id RETURNING f.id, f.batch_id, f.state = 'discarded', f.gone_cards;
END
$$;

-- Those objects are gone: the row goes, or forgets those cards. What became garbage meanwhile stays for the next time.
CREATE FUNCTION file_collected(p_file uuid, p_cards uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM files WHERE id = p_file AND state = 'discarded' AND gone_cards <@ p_cards;
  IF FOUND THEN RETURN; END IF;
  UPDATE files SET
    gone_cards = ARRAY(SELECT unnest(gone_cards) EXCEPT SELECT unnest(p_cards)),
    discarded_at = CASE WHEN state = 'discarded' OR NOT gone_cards <@ p_cards THEN discarded_at END,
    collecting_until = NULL
  WHERE id = p_file;
END
$$;
