-- What was read of Entra's log of sign-ins, and the outages that it shows. Only an addition: the version before reads no log.

-- How far each question to the log was read without a gap.
CREATE TABLE log_readings (
  question text PRIMARY KEY,
  read_from timestamptz NOT NULL,
  read_until timestamptz NOT NULL,
  read_at timestamptz NOT NULL
);

-- One row: whether Entra lets the bot read the log.
CREATE TABLE log_access (
  id integer PRIMARY KEY CHECK (id = 1),
  denied_since timestamptz,
  tried_at timestamptz NOT NULL
);

-- The refused sign-ins that were counted: entries appear late, so they are read more than once.
CREATE TABLE seen_sign_ins (
  id text PRIMARY KEY,
  at timestamptz NOT NULL
);
CREATE INDEX seen_sign_ins_at ON seen_sign_ins (at);

CREATE TABLE outages (
  id text PRIMARY KEY,
  client_id text NOT NULL,
  display_name text NOT NULL,
  why text NOT NULL CHECK (why IN ('expired', 'unknown', 'disabled')),
  since timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  -- The secret that its system used: id, name, hint, and when that was.
  last_used json,
  succeeded_at timestamptz,
  ended_at timestamptz,
  how text CHECK (how IN ('mended', 'silent')),
  reopened integer NOT NULL DEFAULT 0,
  shown_at timestamptz NOT NULL
);
-- One at a time for each application.
CREATE UNIQUE INDEX outages_open ON outages (client_id) WHERE ended_at IS NULL;
CREATE INDEX outages_ended ON outages (ended_at) WHERE ended_at IS NOT NULL;

-- What the log says of an open rotation. The version before leaves these columns as they are.
ALTER TABLE rotations
  ADD COLUMN signed_in_at timestamptz,
  ADD COLUMN old_used_at timestamptz,
  ADD COLUMN log_from timestamptz,
  ADD COLUMN log_until timestamptz;
