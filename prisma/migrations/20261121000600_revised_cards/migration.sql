-- When a row changed without taking a number: a person's value or verification, or a template applied again. Whoever shows
-- the rows of a batch asks for these now and then; the numbered changes are told to them.
ALTER TABLE "cards" ADD COLUMN "revised_at" TIMESTAMPTZ(3);

-- Few cards are revised at a time: what was revised lately is found without looking at the others.
CREATE INDEX cards_revised_idx ON cards (batch_id, revised_at) WHERE revised_at IS NOT NULL;
