-- Reminders, managers' channels and rotations. Only additions: the version before goes on working on this schema.

ALTER TABLE operations ADD COLUMN rotation_id text, ADD COLUMN hint text;
CREATE INDEX assignments_application ON assignments (client_id);

-- Where a person was met last, in whatever conversation, and whether they can be reached no more. Their 1:1 chat stays
-- in personal_chats.
CREATE TABLE acquaintances (
  tid text NOT NULL,
  oid text NOT NULL,
  asker json NOT NULL,
  lost boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tid, oid)
);
INSERT INTO acquaintances (tid, oid, asker) SELECT tid, oid, asker FROM personal_chats;

-- Whoever last signed in with the administrators' role. Compared as text: see 0001 on U+0000 in json.
CREATE TABLE administrators (
  tid text NOT NULL,
  oid text NOT NULL,
  PRIMARY KEY (tid, oid)
);
INSERT INTO administrators (tid, oid) SELECT tid, oid FROM sessions WHERE roles::text LIKE '%"Credentials.Admin"%';

CREATE TABLE links (
  id text PRIMARY KEY,
  scope_kind text NOT NULL CHECK (scope_kind IN ('organisation', 'application')),
  scope_key text NOT NULL,
  scope_name text NOT NULL,
  conversation_id text NOT NULL,
  service_url text NOT NULL,
  bot_account_id text NOT NULL,
  team_id text,
  channel_name text NOT NULL,
  team_name text NOT NULL,
  linked_by json NOT NULL,
  linked_at timestamptz NOT NULL,
  dead_since timestamptz,
  UNIQUE (scope_kind, scope_key, conversation_id)
);
CREATE INDEX links_channel ON links (conversation_id);
CREATE INDEX links_team ON links (team_id);

-- All that one sweep has to tell one destination. `due_at` is null where nothing is to be done: otherwise the digest is
-- to be sent, or, once it is sent, to be drawn anew. `stale`: something changed after it was taken up. `maybe`: an
-- attempt may have arrived.
CREATE TABLE digests (
  id text PRIMARY KEY,
  destination_key text NOT NULL,
  destination json NOT NULL,
  created_at timestamptz NOT NULL,
  as_of timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead', 'dropped')),
  due_at timestamptz,
  lease_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  maybe boolean NOT NULL DEFAULT false,
  stale boolean NOT NULL DEFAULT false,
  posted json,
  code text,
  dead_since timestamptz
);
CREATE INDEX digests_due ON digests (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX digests_dead ON digests (dead_since) WHERE state = 'dead';

-- One secret at one stage for one destination, once, with what was true when it was planned.
CREATE TABLE reminders (
  client_id text NOT NULL,
  key_id text NOT NULL,
  stage smallint NOT NULL,
  destination_key text NOT NULL,
  destination json NOT NULL,
  display_name text NOT NULL,
  secret_name text NOT NULL,
  hint text NOT NULL,
  secret_end timestamptz NOT NULL,
  newer boolean NOT NULL,
  cut_off boolean NOT NULL,
  planned_at timestamptz NOT NULL,
  digest_id text REFERENCES digests (id),
  number integer,
  ended_how text CHECK (ended_how IN ('deleted', 'replaced')),
  ended_by json,
  ended_at timestamptz,
  PRIMARY KEY (client_id, key_id, stage, destination_key),
  UNIQUE (digest_id, number)
);
CREATE INDEX reminders_waiting ON reminders (destination_key) WHERE digest_id IS NULL AND ended_how IS NULL;
CREATE INDEX reminders_alive ON reminders (client_id, key_id) WHERE ended_how IS NULL;

CREATE TABLE claims (
  client_id text NOT NULL,
  key_id text NOT NULL,
  tid text NOT NULL,
  oid text NOT NULL,
  name text NOT NULL,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, key_id)
);

CREATE TABLE rotations (
  id text PRIMARY KEY,
  client_id text NOT NULL,
  display_name text NOT NULL,
  old_key_id text NOT NULL,
  old_name text NOT NULL,
  old_hint text NOT NULL,
  old_end timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'deleted', 'replaced', 'abandoned', 'reopened')),
  started_by json NOT NULL,
  started_at timestamptz NOT NULL,
  new_key_id text,
  new_name text,
  new_hint text,
  new_end timestamptz,
  new_by json,
  new_at timestamptz,
  adopted boolean NOT NULL DEFAULT false,
  updated_by json,
  updated_at timestamptz,
  confirmed_by json,
  confirmed_at timestamptz,
  ended_by json,
  ended_at timestamptz,
  first_used timestamptz
);
CREATE UNIQUE INDEX rotations_open ON rotations (client_id, old_key_id) WHERE state = 'open';
CREATE INDEX rotations_application ON rotations (client_id);

CREATE TABLE mail_choices (
  tid text NOT NULL,
  oid text NOT NULL,
  choice text NOT NULL CHECK (choice IN ('html', 'text', 'off')),
  PRIMARY KEY (tid, oid)
);

CREATE TABLE sweeps (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  swept_by json,
  applications integer NOT NULL,
  secrets integer NOT NULL,
  due integer NOT NULL,
  digests integer NOT NULL,
  result text NOT NULL CHECK (result IN ('completed', 'suspicious', 'failed')),
  failures integer NOT NULL
);
