-- Since when a message waits for a person who has no 1:1 chat with the bot. It is null if it never waited so, and in rows that
-- the version before has written. Only an addition: the version before does not read it.
ALTER TABLE outgoing ADD COLUMN waiting_since timestamptz;
