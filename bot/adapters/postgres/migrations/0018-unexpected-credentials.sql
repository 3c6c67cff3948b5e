-- What each application that the bot looks after was seen with, and the credentials that were added outside the bot. Only an
-- addition: the version before looks at nothing of it.

CREATE TABLE watched_applications (
  client_id text PRIMARY KEY,
  display_name text NOT NULL,
  -- One text for its name, client secrets and certificates, to compare with.
  print text NOT NULL,
  -- The ids of all client secrets and certificates that it was ever seen with.
  known_keys json NOT NULL,
  -- The certificates that it has now.
  certificates json NOT NULL,
  -- The federated credentials that it has now, and the ids of all that it was ever seen with. Null: not read yet.
  federated json,
  known_federated json,
  federated_read_at timestamptz
);

CREATE INDEX watched_applications_read ON watched_applications (federated_read_at NULLS FIRST);

CREATE TABLE unexpected_credentials (
  id text PRIMARY KEY,
  client_id text NOT NULL,
  display_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('secret', 'certificate', 'federated')),
  key_id text NOT NULL,
  name text NOT NULL,
  start_at timestamptz,
  end_at timestamptz,
  issuer text,
  subject text,
  found_at timestamptz NOT NULL,
  -- Null until the managers and the administrators have been told.
  told_at timestamptz,
  answer text CHECK (answer IN ('ours', 'gone')),
  answered_by json,
  answered_at timestamptz,
  UNIQUE (client_id, kind, key_id)
);

CREATE INDEX unexpected_credentials_open ON unexpected_credentials (client_id) WHERE answer IS NULL;
