-- Finding cards: the folded words of every card that has a result, the machine's text and values and people's edits
-- together with its file name, of a card that could not be read its file name alone, and beside them the distinct words of each batch. Of the batches that have a word one speaks for it, by its
-- `look`: among these, each word of the house once, misread ones are looked up. Kept by triggers, in the commit that
-- changes the text: what is shown is what is found.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- CreateTable
CREATE TABLE "search_cards" (
    "card_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "search_cards_pkey" PRIMARY KEY ("card_id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "id" BIGSERIAL NOT NULL,
    "batch_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "look" TEXT,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_due" (
    "id" BIGSERIAL NOT NULL,
    "card_id" UUID NOT NULL,

    CONSTRAINT "search_due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "search_cards_batch_id_position_idx" ON "search_cards"("batch_id" DESC, "position");

-- CreateIndex
CREATE INDEX "search_words_batch_id_idx" ON "search_words"("batch_id");

-- CreateIndex
CREATE INDEX "search_words_word_batch_id_idx" ON "search_words"("word", "batch_id");

-- AddForeignKey
ALTER TABLE "search_cards" ADD CONSTRAINT "search_cards_card_id_fkey" FOREIGN KEY ("card_id") REFERENCES "cards"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- New entries wait in a short list that a search reads along; half a megabyte keeps that, and the moment in which it is
-- worked in by whoever fills it, small.
CREATE INDEX search_cards_words_idx ON search_cards USING gin (words) WITH (gin_pending_list_limit = 512);
CREATE INDEX search_words_similar_idx ON search_words USING gin (word gin_trgm_ops, look gin_trgm_ops)
  WITH (gin_pending_list_limit = 512) WHERE look IS NOT NULL;

-- Letters as they are compared: small, without marks (ü is u), ß is ss, ſ is s; all else is space. By a collation of
-- PostgreSQL's own, so that it is the same on every machine. `foldWords` of @cardmill/db does the same.
CREATE FUNCTION search_fold(p text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    replace(replace(replace(translate(
      regexp_replace(lower(normalize(p, NFKD) COLLATE pg_c_utf8), U&'[\0300-\036F]+', '', 'g'),
      U&'\00F8\0111\0142\03C2', U&'od\006C\03C3'), U&'\00DF', 'ss'), U&'\00E6', 'ae'), U&'\0153', 'oe')
    COLLATE pg_c_utf8, '[^[:alpha:]0-9]+', ' ', 'g')
$$;

-- The words of a text, in order. A text is cut where no card ends, a word where none is meant to be typed.
CREATE FUNCTION search_tokens(p text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(left(w, 60) ORDER BY n), '{}')
  FROM unnest(string_to_array(search_fold(left(p, 60000)), ' ')) WITH ORDINALITY x(w, n) WHERE w <> ''
$$;

CREATE FUNCTION search_vector(p_words text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg('''' || w || ''':' || least(n, 16383), ' '), '')::tsvector
  FROM unnest(p_words) WITH ORDINALITY x(w, n)
$$;

-- What looks alike on paper is one letter: l, i, j and 1; o and 0; e and c; s, 5 and f (a long s); b, 8 and 6; then rn and
-- m, two strokes and u, vv and w. So "miiller", "mul1er" and "muiler" look like "muller".
CREATE FUNCTION search_look(p text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT replace(replace(replace(translate(p, 'lj10c5f86q9', 'iiioessbbgg'), 'rn', 'm'), 'ii', 'u'), 'vv', 'w')
$$;

-- Puts the words of a card that the caller holds, as they are now; does nothing before its first end. Nothing here locks a
-- batch, which comes before its cards: so the words have no foreign key, and go when the batch's rows are collected.
CREATE FUNCTION search_put(p_card uuid) RETURNS void LANGUAGE plpgsql
-- Planned while a table is empty and kept by the connection, a plan that reads it whole would stay as it fills.
SET enable_seqscan = off AS $$
DECLARE
  v_batch uuid;
  v_position int;
  v_words tsvector;
BEGIN
  SELECT c.batch_id, c.position, search_vector(search_tokens(concat_ws(' ', r.text,
    (SELECT string_agg(f.value ->> 'value', ' ') FROM jsonb_each(r.fields) f WHERE jsonb_typeof(f.value) = 'object'),
    (SELECT string_agg(e.value, ' ') FROM edits e WHERE e.card_id = c.id), c.filename)))
  INTO v_batch, v_position, v_words
  FROM cards c LEFT JOIN results r ON r.card_id = c.id
  WHERE c.id = p_card AND (r.card_id IS NOT NULL OR c.state = 'failed');
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO search_cards AS s (card_id, batch_id, position, words)
  VALUES (p_card, v_batch, v_position, v_words)
  ON CONFLICT (card_id) DO UPDATE SET words = excluded.words WHERE s.words <> excluded.words;
  -- No unique key: an insert would wait for another card's commit, and two that wait for each other would deadlock. A
  -- word that is there twice does no harm. Asked word by word: a join was planned over all words of the batch. A deleted
  -- batch speaks for nothing any more: its words may be collected at this moment.
  INSERT INTO search_words (batch_id, word, look)
  SELECT v_batch, n.w, CASE WHEN (SELECT k.id FROM search_words k JOIN batches b ON b.id = k.batch_id
    WHERE k.word = n.w AND k.look IS NOT NULL AND b.deleted_at IS NULL LIMIT 1) IS NULL THEN search_look(n.w) END
  FROM unnest(tsvector_to_array(v_words)) n(w)
  WHERE length(n.w) BETWEEN 3 AND 40 AND n.w > ':' COLLATE "C"
    AND (SELECT k.id FROM search_words k WHERE k.word = n.w AND k.batch_id = v_batch LIMIT 1) IS NULL;
END
$$;

-- Takes the words of a deleted batch away; for those that it spoke for another batch that has them speaks from now on.
CREATE FUNCTION search_forget(p_batch uuid) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  UPDATE search_words o SET look = m.look FROM search_words m
  WHERE m.batch_id = p_batch AND m.look IS NOT NULL AND o.id = (
    SELECT k.id FROM search_words k WHERE k.word = m.word AND k.batch_id <> p_batch ORDER BY k.look IS NULL LIMIT 1);
  DELETE FROM search_words WHERE batch_id = p_batch;
END
$$;

-- A card is noted by one row for each change. No key on the card: two commits that note the same one must not wait for
-- each other. Putting the words here would take a fifth of the speed at which a hot batch is finalised.
CREATE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_due (card_id) VALUES (CASE WHEN TG_OP = 'DELETE' THEN OLD.card_id ELSE NEW.card_id END);
  RETURN NULL;
END
$$;
CREATE FUNCTION search_note_failed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_due (card_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
-- Where it was read before, its words are there already.
CREATE TRIGGER cards_search AFTER UPDATE OF state ON cards
  FOR EACH ROW WHEN (NEW.state = 'failed' AND OLD.state <> 'failed') EXECUTE FUNCTION search_note_failed();
CREATE TRIGGER results_search AFTER INSERT OR UPDATE OF text, fields ON results
  FOR EACH ROW EXECUTE FUNCTION search_note();
CREATE TRIGGER edits_search AFTER INSERT OR UPDATE OR DELETE ON edits
  FOR EACH ROW EXECUTE FUNCTION search_note();

-- Puts the words of cards that are due, those that wait longest first, and returns how many. A card that somebody holds
-- stays due: to wait for it with others in hand could deadlock. The words are read after the card is held, so a change
-- that is not among them has a row of its own that is not deleted here.
CREATE FUNCTION search_catch_up(p_limit int) RETURNS int LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_due bigint[];
  v_cards uuid[];
  v_held uuid[];
BEGIN
  SELECT array_agg(d.id), array_agg(d.card_id) INTO v_due, v_cards
  FROM (SELECT * FROM search_due ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED) d;
  SELECT array_agg(c.id) INTO v_held
  FROM (SELECT id FROM cards WHERE id = ANY (v_cards) FOR NO KEY UPDATE SKIP LOCKED) c;
  PERFORM search_put(h.id) FROM unnest(v_held) h(id);
  DELETE FROM search_due d WHERE d.id = ANY (v_due)
    AND (d.card_id = ANY (v_held) OR NOT EXISTS (SELECT FROM cards c WHERE c.id = d.card_id));
  RETURN coalesce(cardinality(v_held), 0);
END
$$;

-- Words of the house like one that is looked for: those that hold it, and those it may have been misread as. A letter in
-- four may be another one. Each of both kinds is bounded: whoever types three common letters gets the likeliest.
CREATE FUNCTION search_similar(p_word text, p_limit int) RETURNS TABLE (word text, holds boolean) LANGUAGE sql STABLE
SET pg_trgm.similarity_threshold = 0.3 AS $$
  (SELECT w.word, true FROM search_words w
   WHERE length(p_word) >= 4 AND w.look IS NOT NULL AND w.word LIKE '%' || p_word || '%' AND w.word <> p_word
   GROUP BY w.word ORDER BY length(w.word), w.word LIMIT p_limit)
  UNION ALL
  (SELECT s.word, false FROM (
     SELECT DISTINCT w.word, w.look FROM search_words w
     WHERE length(p_word) >= 4 AND p_word !~ '^[0-9]+$' AND w.look % search_look(p_word)
   ) s
   CROSS JOIN LATERAL (
     SELECT least(levenshtein_less_equal(s.look, search_look(p_word), length(p_word) / 4),
       levenshtein_less_equal(s.word, p_word, length(p_word) / 4)) AS apart
   ) d
   WHERE d.apart <= length(p_word) / 4 AND s.word <> p_word
   ORDER BY d.apart, s.word LIMIT p_limit)
$$;
