-- How often the removal of a message with a value has failed: the pauses between attempts grow, and only the first failure
-- has a row in the record. Only an addition: the version before does not read it.

ALTER TABLE ephemeral_messages ADD COLUMN failures integer NOT NULL DEFAULT 0;
