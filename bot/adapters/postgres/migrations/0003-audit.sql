-- The audit record says more of each act, its head is signed, and its beginning may be trimmed. Only additions: the
-- version before goes on working on this schema.

-- Rows of that version are version 1: what they do not know is not covered by their hash, and nothing is read from it.
ALTER TABLE audit
  ADD COLUMN version smallint NOT NULL DEFAULT 1 CHECK (version IN (1, 2)),
  ADD COLUMN actor_name text,
  ADD COLUMN result text NOT NULL DEFAULT 'done' CHECK (result IN ('intended', 'done', 'refused', 'failed')),
  ADD COLUMN subject_tid text,
  ADD COLUMN subject_oid text,
  ADD COLUMN subject_name text,
  ADD COLUMN conversation_id text,
  ADD COLUMN reference text NOT NULL DEFAULT '';
CREATE INDEX audit_application ON audit (client_id, seq);
CREATE INDEX audit_time ON audit (at);

-- The version before moves the head and leaves the signature where it was. What was signed is therefore kept beside it:
-- a signature of another row counts as none, until this version appends next and signs that head, and the chain with it.
ALTER TABLE audit_head ADD COLUMN signature text, ADD COLUMN key_id text, ADD COLUMN signed_seq bigint;

-- One row: where the chain begins, which is after the last row that was trimmed. Locked by whoever trims.
CREATE TABLE audit_base (
  id integer PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL,
  hash text NOT NULL,
  trimmed_at timestamptz
);
INSERT INTO audit_base VALUES (1, 0, repeat('0', 64), NULL);

-- Against accidents and faults of our own; whoever owns the tables can drop it, and is found out by the chain.
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit'
    AND current_setting('api_credentials.audit_trim', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the audit record is append-only';
END
$$;
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_base_stays BEFORE DELETE OR TRUNCATE ON audit_base
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
