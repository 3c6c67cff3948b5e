-- One outbox for everything that the bot says of its own accord: messages of `outbox`, and what `digests` knows of their
-- delivery. Only additions: the version before goes on working on this schema, with its two tables.

-- `due_at` is null if nothing is to be done: otherwise the message is to be sent or, in state `sent`, to be drawn again.
-- `stale`: what it shows changed after it was taken up. `woken`: its recipient was met after that. `maybe`: an attempt may
-- have arrived. `seq`: the order in which messages were put in. `subject`: what it shows, for drawing it again. `once_key`: of the messages with this key one waits.
CREATE TABLE outgoing (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  lane text NOT NULL,
  recipient_key text NOT NULL,
  recipient json NOT NULL,
  content json NOT NULL,
  subject text,
  once_key text UNIQUE,
  at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead')),
  due_at timestamptz,
  lease_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  maybe boolean NOT NULL DEFAULT false,
  stale boolean NOT NULL DEFAULT false,
  woken boolean NOT NULL DEFAULT false,
  posted json,
  code text,
  dead_since timestamptz
);
CREATE INDEX outgoing_due ON outgoing (lane, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outgoing_recipient ON outgoing (recipient_key) WHERE due_at IS NOT NULL;
CREATE INDEX outgoing_subject ON outgoing (subject) WHERE subject IS NOT NULL;
CREATE INDEX outgoing_dead ON outgoing (dead_since) WHERE state = 'dead';

-- Rows that the new outbox delivers. The version before finds nothing due in them. It still marks them as stale, or due,
-- when it changes what they show: that is how the new outbox hears of it.
ALTER TABLE digests ADD COLUMN taken_over boolean NOT NULL DEFAULT false;
ALTER TABLE outbox ADD COLUMN taken_over boolean NOT NULL DEFAULT false;
CREATE INDEX digests_untaken ON digests (id) WHERE NOT taken_over OR stale OR due_at IS NOT NULL;
CREATE INDEX outbox_untaken ON outbox (id) WHERE NOT taken_over OR stale OR due_at IS NOT NULL;

-- Takes over what no process of the version before is at work on. A digest that is taken over keeps the state `sending`
-- until it is posted, because in that state the version before marks it as stale and does nothing else with it.
CREATE FUNCTION take_over_messages(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH free AS (
    SELECT * FROM digests
    WHERE (NOT taken_over OR stale OR due_at IS NOT NULL) AND (lease_until IS NULL OR lease_until <= moment)
    ORDER BY id FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE digests SET taken_over = true, due_at = NULL, lease_until = NULL, stale = false,
      state = CASE WHEN free.state IN ('sent', 'dropped') THEN free.state ELSE 'sending' END
    FROM free WHERE digests.id = free.id
    RETURNING free.*
  ), added AS (
    INSERT INTO outgoing (id, lane, recipient_key, recipient, content, subject, at, state, due_at, attempts, maybe,
      posted, code, dead_since)
    SELECT id,
      CASE WHEN destination_key LIKE 'mail %' THEN 'mail' ELSE 'teams' END,
      CASE WHEN destination_key LIKE 'chat %' THEN 'person' || substr(destination_key, 5) ELSE destination_key END,
      CASE WHEN destination_key LIKE 'chat %'
        THEN json_build_object('kind', 'person', 'person', destination -> 'person') ELSE destination END,
      json_build_object('kind', 'digest', 'digest', id), 'digest ' || id, created_at,
      CASE WHEN state IN ('sent', 'dead') THEN state ELSE 'waiting' END,
      due_at, attempts, maybe OR state = 'sending', posted, code, dead_since
    FROM taken
    WHERE NOT taken_over AND (state IN ('pending', 'sending', 'dead') OR (state = 'sent' AND posted IS NOT NULL))
    ON CONFLICT (id) DO NOTHING
  )
  UPDATE outgoing SET stale = true,
    due_at = CASE WHEN outgoing.posted IS NULL THEN outgoing.due_at ELSE coalesce(outgoing.due_at, moment) END
  FROM taken WHERE taken.taken_over AND outgoing.id = taken.id;

  -- What waits for a person whom that version has not met was never tried: it is looked at at once. A message with a
  -- lease has lost its sender, who may have sent it.
  WITH free AS (
    SELECT * FROM outbox
    WHERE (NOT taken_over OR stale OR due_at IS NOT NULL) AND (lease_until IS NULL OR lease_until <= moment)
    ORDER BY id FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE outbox SET taken_over = true, due_at = NULL, lease_until = NULL, stale = false, woken = false
    FROM free WHERE outbox.id = free.id
    RETURNING free.*
  ), added AS (
    INSERT INTO outgoing (id, lane, recipient_key, recipient, content, subject, at, state, due_at, attempts, maybe, posted)
    SELECT id, 'teams', recipient_key, recipient, content, 'request ' || request_id, at,
      CASE WHEN posted IS NULL THEN 'waiting' ELSE 'sent' END,
      CASE WHEN posted IS NULL AND attempts = 0 THEN least(due_at, moment) ELSE due_at END,
      attempts, posted IS NULL AND lease_until IS NOT NULL, posted
    FROM taken
    WHERE NOT taken_over AND (due_at IS NOT NULL OR (posted IS NOT NULL AND request_id IS NOT NULL))
    ON CONFLICT (id) DO NOTHING
  )
  UPDATE outgoing SET stale = true,
    due_at = CASE WHEN outgoing.posted IS NULL THEN outgoing.due_at ELSE coalesce(outgoing.due_at, moment) END
  FROM taken WHERE taken.taken_over AND outgoing.id = taken.id;
END
$$;

SELECT take_over_messages(now());
