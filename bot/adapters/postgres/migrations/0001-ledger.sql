-- What must outlive the process. Ids are lower-case; times are instants.
-- Records that hold untrusted text are json, not jsonb: jsonb refuses U+0000 and lone surrogates.

CREATE TABLE assignments (
  tid text NOT NULL,
  oid text NOT NULL,
  client_id text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tid, oid, client_id)
);

CREATE TABLE sessions (
  tid text NOT NULL,
  oid text NOT NULL,
  name text NOT NULL,
  roles json NOT NULL,
  amr json NOT NULL,
  acrs json NOT NULL,
  auth_time timestamptz,
  signed_in_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tid, oid)
);

CREATE TABLE sign_ins (
  id text PRIMARY KEY,
  tid text NOT NULL,
  oid text NOT NULL,
  asker json NOT NULL,
  command json NOT NULL,
  need text NOT NULL CHECK (need IN ('read', 'step-up')),
  challenge text,
  expires_at timestamptz NOT NULL,
  ticket_hash text NOT NULL UNIQUE,
  state_hash text UNIQUE,
  cookie_hash text,
  nonce text,
  code_verifier text,
  claims json,
  code_hash text,
  wrong_codes integer NOT NULL DEFAULT 0
);
CREATE INDEX sign_ins_person ON sign_ins (tid, oid);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

CREATE TABLE token_exchanges (
  tid text NOT NULL,
  oid text NOT NULL,
  exchange_id text NOT NULL,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (tid, oid, exchange_id)
);

CREATE TABLE operations (
  nonce text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('create', 'delete')),
  tid text NOT NULL,
  oid text NOT NULL,
  asker json NOT NULL,
  client_id text NOT NULL,
  display_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'intended', 'added', 'done', 'undone')),
  key_id text,
  secret_name text,
  secret_end timestamptz,
  known_key_ids json NOT NULL,
  opened_at timestamptz NOT NULL,
  intended_at timestamptz,
  lease_until timestamptz,
  attempts integer NOT NULL DEFAULT 0
);
CREATE INDEX operations_unsettled ON operations (lease_until) WHERE state IN ('intended', 'added');
CREATE INDEX operations_application ON operations (client_id);

CREATE TABLE ephemeral_messages (
  nonce text PRIMARY KEY REFERENCES operations (nonce),
  asker json NOT NULL,
  conversation json NOT NULL,
  activity_id text NOT NULL,
  targeted boolean NOT NULL,
  remove_at timestamptz NOT NULL,
  lease_until timestamptz
);
CREATE INDEX ephemeral_messages_due ON ephemeral_messages (remove_at);

CREATE TABLE personal_chats (
  tid text NOT NULL,
  oid text NOT NULL,
  asker json NOT NULL,
  PRIMARY KEY (tid, oid)
);

CREATE TABLE locks (
  name text PRIMARY KEY,
  holder text NOT NULL,
  until timestamptz NOT NULL
);

CREATE TABLE audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_tid text,
  actor_oid text,
  action text NOT NULL,
  client_id text,
  key_id text,
  detail text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL
);

-- One row: where the chain ends. Locked by whoever appends, so that the chain never forks.
CREATE TABLE audit_head (
  id integer PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL,
  hash text NOT NULL
);
INSERT INTO audit_head VALUES (1, 0, repeat('0', 64));

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit record is append-only';
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
