-- Moves with every change of the set-up: two people who set up the same draft do not overwrite each other unseen.
ALTER TABLE "batches" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
