-- Sample readings: cards read for somebody who tries a template before the run. A card's own state, attempt and counters
-- know nothing of them. Lock order: card, then sample; a claim locks the sample alone.

-- CreateEnum
CREATE TYPE "sample_state" AS ENUM ('wanted', 'reading', 'read', 'failed');

-- CreateTable
CREATE TABLE "samples" (
    "card_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "settings" TEXT NOT NULL,
    "batch_id" UUID NOT NULL,
    "languages" TEXT[],
    "options" JSONB NOT NULL,
    "state" "sample_state" NOT NULL DEFAULT 'wanted',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "crash_count" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "worker" TEXT,
    "not_before" TIMESTAMPTZ(3),
    "waiting" TEXT,
    "claimed_at" TIMESTAMPTZ(6),
    "text" TEXT,
    "confidence" DOUBLE PRECISION,
    "words" BYTEA,
    "how" JSONB,
    "width" INTEGER,
    "height" INTEGER,
    "orientation" SMALLINT,
    "error_code" TEXT,
    "error_message" TEXT,
    "duration_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "samples_pkey" PRIMARY KEY ("card_id","file_id","settings")
);

-- CreateIndex
CREATE INDEX "samples_batch_id_claimed_at_idx" ON "samples"("batch_id", "claimed_at" DESC);

-- CreateIndex
CREATE INDEX "samples_touched_at_idx" ON "samples"("touched_at");

-- AddForeignKey
ALTER TABLE "samples" ADD CONSTRAINT "samples_card_id_fkey" FOREIGN KEY ("card_id") REFERENCES "cards"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The work list: small, and asked for by every worker every two seconds.
CREATE INDEX samples_open_idx ON samples (batch_id, touched_at) WHERE state IN ('wanted', 'reading');

-- One name for the same languages in the same order with the same options, whatever the order of their keys: jsonb has one
-- text for equal values.
CREATE FUNCTION sample_settings(p_languages text[], p_options jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(array_to_string(p_languages, '+') || ' ' || p_options::text, 'UTF8')), 'hex')
$$;

-- Asks for readings of these cards as their files are now, and says that somebody still wants them; those that are there
-- stay as they are. Returns how many are still to be read. A card that is being deleted is waited for and left out.
CREATE FUNCTION samples_request(p_batch uuid, p_cards uuid[], p_languages text[], p_options jsonb)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_open int;
BEGIN
  WITH there AS (
    SELECT c.id, c.file_id, c.position FROM cards c
    WHERE c.id = ANY (p_cards) AND c.batch_id = p_batch
      AND EXISTS (SELECT FROM batches b WHERE b.id = p_batch AND b.deleted_at IS NULL)
    ORDER BY c.id FOR KEY SHARE OF c
  ), asked AS (
    INSERT INTO samples (card_id, file_id, settings, batch_id, languages, options)
    SELECT t.id, t.file_id, sample_settings(p_languages, p_options), p_batch, p_languages, p_options
    FROM there t ORDER BY t.id
    ON CONFLICT (card_id, file_id, settings) DO UPDATE SET touched_at = clock_timestamp()
    RETURNING state
  )
  SELECT count(*) FILTER (WHERE state IN ('wanted', 'reading'))::int INTO v_open FROM asked;
  RETURN v_open;
END
$$;

CREATE TYPE sample_in_hand AS (
  card_id uuid, file_id uuid, settings text, attempt int, crash_count int, batch_id uuid, batch text, filename text,
  page int, sha256 text, media_type text, inspected boolean, width int, height int, orientation smallint, languages text[], options jsonb
);

-- Takes the sample in hand whose turn it is: of the batch of which one was taken longest ago, the first card. Only what
-- somebody asked for within `p_wanted_ms`: whoever went away does not keep the workers busy. No row: nothing is wanted.
CREATE FUNCTION sample_claim(p_worker text, p_lease_ms int, p_wanted_ms int) RETURNS SETOF sample_in_hand
LANGUAGE plpgsql AS $$
DECLARE
  s samples;
BEGIN
  SELECT x.* INTO s FROM samples x
  JOIN cards c ON c.id = x.card_id AND c.file_id = x.file_id
  JOIN batches b ON b.id = x.batch_id AND b.deleted_at IS NULL
  CROSS JOIN LATERAL (SELECT max(y.claimed_at) AS at FROM samples y WHERE y.batch_id = x.batch_id) turn
  WHERE x.state IN ('wanted', 'reading')
    AND x.touched_at > clock_timestamp() - make_interval(secs => p_wanted_ms / 1000.0)
    AND (x.lease_until IS NULL OR x.lease_until < clock_timestamp())
    AND (x.not_before IS NULL OR x.not_before <= clock_timestamp())
  ORDER BY turn.at NULLS FIRST, c.position LIMIT 1
  FOR UPDATE OF x SKIP LOCKED;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE samples x SET
    state = 'reading', attempt = x.attempt + 1,
    -- A lease found expired means that a worker died with it.
    crash_count = x.crash_count + CASE WHEN x.lease_until IS NULL THEN 0 ELSE 1 END,
    lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0),
    worker = p_worker, claimed_at = clock_timestamp()
  WHERE x.card_id = s.card_id AND x.file_id = s.file_id AND x.settings = s.settings RETURNING x.* INTO s;
  RETURN QUERY
    SELECT s.card_id, s.file_id, s.settings, s.attempt, s.crash_count, b.id, b.name, c.filename, c.page, f.sha256,
      f.media_type, c.inspected_at IS NOT NULL, c.width, c.height, c.orientation, s.languages, s.options
    FROM cards c JOIN batches b ON b.id = c.batch_id JOIN files f ON f.id = c.file_id
    WHERE c.id = s.card_id AND c.file_id = s.file_id;
END
$$;

-- Whether this attempt still has the sample in hand, and whether what it reads is still the card's.
CREATE FUNCTION sample_held(s samples, p_attempt int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT s.state = 'reading' AND s.attempt = p_attempt AND s.lease_until IS NOT NULL AND EXISTS (
    SELECT FROM cards c JOIN batches b ON b.id = c.batch_id
    WHERE c.id = s.card_id AND c.file_id = s.file_id AND b.deleted_at IS NULL)
$$;

-- Keeps a sample in hand. False: it is no longer this attempt's, or nobody's card any more; stop working on it.
CREATE FUNCTION sample_heartbeat(p_card uuid, p_file uuid, p_settings text, p_attempt int, p_lease_ms int)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE samples s SET lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  WHERE s.card_id = p_card AND s.file_id = p_file AND s.settings = p_settings AND sample_held(s, p_attempt);
  RETURN FOUND;
END
$$;

-- Puts a sample back without counting anything against it. `p_cause`: the trouble, shown to whoever waits.
CREATE FUNCTION sample_release(
  p_card uuid, p_file uuid, p_settings text, p_attempt int, p_delay_ms int, p_cause text)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE samples s SET
    state = 'wanted', lease_until = NULL, worker = NULL, waiting = p_cause,
    not_before = clock_timestamp() + make_interval(secs => p_delay_ms / 1000.0)
  WHERE s.card_id = p_card AND s.file_id = p_file AND s.settings = p_settings AND sample_held(s, p_attempt);
  RETURN FOUND;
END
$$;

-- Ends a sample: `read` or `failed`. Matches only the attempt that has it in hand, so a zombie's write changes nothing.
CREATE FUNCTION sample_finish(
  p_card uuid, p_file uuid, p_settings text, p_attempt int, p_state sample_state, p_error_code text,
  p_error_message text, p_duration_ms int, p_text text, p_confidence double precision, p_words bytea, p_how jsonb,
  p_width int, p_height int, p_orientation smallint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE samples s SET
    state = p_state, error_code = p_error_code, error_message = p_error_message, duration_ms = p_duration_ms,
    text = p_text, confidence = p_confidence, words = p_words, how = p_how, width = p_width, height = p_height,
    orientation = p_orientation, lease_until = NULL, worker = NULL, not_before = NULL, waiting = NULL
  WHERE s.card_id = p_card AND s.file_id = p_file AND s.settings = p_settings AND sample_held(s, p_attempt);
  RETURN FOUND;
END
$$;
