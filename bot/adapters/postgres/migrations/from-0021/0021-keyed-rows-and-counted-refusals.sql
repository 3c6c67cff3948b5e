-- Each row of the audit record is authenticated by the key, and repeated refusals are counted instead of recorded. Only
-- additions: the version before goes on working on this schema, and its rows have no code of their own.

-- `mac` covers the row's hash and `mac_since`: the key vouches for the rows from that number on.
ALTER TABLE audit ADD COLUMN mac text, ADD COLUMN mac_key_id text, ADD COLUMN mac_since bigint;

-- The last row that has such a code.
ALTER TABLE audit_head ADD COLUMN mac_seq bigint;

-- Refusals of one person within an hour that are alike: the first has a row in the record, the others are counted here.
CREATE TABLE refusals (
  tid text NOT NULL,
  oid text NOT NULL,
  key text NOT NULL,
  since timestamptz NOT NULL,
  count integer NOT NULL,
  event json NOT NULL,
  PRIMARY KEY (tid, oid, key)
);
CREATE INDEX refusals_since ON refusals (since);

-- Open forms are removed by their age.
CREATE INDEX operations_open ON operations (opened_at) WHERE state = 'open';
