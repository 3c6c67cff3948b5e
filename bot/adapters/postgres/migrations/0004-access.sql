-- Who gave whom an application, requests for access, and messages that go with a change. Only additions: the version
-- before goes on working on this schema. Its assignments have no name, and nobody known to have made them.

ALTER TABLE assignments
  ADD COLUMN name text NOT NULL DEFAULT '',
  ADD COLUMN added_by json,
  ADD COLUMN confirmed_by text NOT NULL DEFAULT '';

ALTER TABLE links DROP CONSTRAINT links_scope_kind_check;
ALTER TABLE links ADD CONSTRAINT links_scope_kind_check
  CHECK (scope_kind IN ('organisation', 'application', 'administrators'));

CREATE TABLE assignment_forms (
  nonce text PRIMARY KEY,
  act text NOT NULL CHECK (act IN ('assign', 'unassign')),
  asker json NOT NULL,
  people json NOT NULL,
  applications json NOT NULL,
  opened_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'warned', 'used')),
  warned_of json NOT NULL
);

-- `words`: as typed. `request_key`: the hash of what makes two wordings the same request; the text itself may be longer
-- than an index takes. `scope_id`: what the words mean, for comparing.
CREATE TABLE access_requests (
  id text PRIMARY KEY,
  tid text NOT NULL,
  oid text NOT NULL,
  asker json NOT NULL,
  words json NOT NULL,
  request_key text NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL
    CHECK (state IN ('new', 'waiting', 'confirmed', 'approved', 'declined', 'expired', 'folded')),
  scope json,
  scope_id text,
  confirmation json,
  decision json,
  repeats integer NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX access_requests_open ON access_requests (tid, oid, request_key)
  WHERE state IN ('new', 'waiting', 'confirmed');
CREATE INDEX access_requests_expiry ON access_requests (expires_at) WHERE state IN ('new', 'waiting', 'confirmed');
CREATE INDEX access_requests_person ON access_requests (tid, oid, requested_at);

-- `due_at` is null where nothing is to be done: otherwise the message is to be sent, or, where `posted` says where it
-- stands, to be drawn anew. `stale`: what it shows changed after it was taken up. `woken`: its recipient was met after
-- that. `request_id`: the request that it is the card of.
CREATE TABLE outbox (
  id text PRIMARY KEY,
  recipient_key text NOT NULL,
  recipient json NOT NULL,
  content json NOT NULL,
  request_id text,
  at timestamptz NOT NULL,
  due_at timestamptz,
  lease_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  posted json,
  stale boolean NOT NULL DEFAULT false,
  woken boolean NOT NULL DEFAULT false
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_recipient ON outbox (recipient_key) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_request ON outbox (request_id) WHERE request_id IS NOT NULL;
