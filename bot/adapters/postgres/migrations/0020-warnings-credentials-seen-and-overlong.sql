-- What the form of a deletion has said that it is about: a typed name confirms only that. Only an addition: a form that was
-- opened before asks once more.

ALTER TABLE operations ADD COLUMN warned_last boolean NOT NULL DEFAULT false;
ALTER TABLE operations ADD COLUMN warned_in_use boolean NOT NULL DEFAULT false;

-- A credential is known by what it lets in, and not by its id alone. The version before reads and writes none of the new
-- columns; what it needs (known_keys, known_federated) is still written.

ALTER TABLE watched_applications
  -- One text for each credential that it was seen with: see identityOf() in the code. Null: derived from the other columns.
  ADD COLUMN seen json,
  -- Those of them that the last looks missed, each with the time of the first of these looks. Null: none.
  ADD COLUMN missed json,
  -- Since when Entra does not tell of its federated credentials. Null: it does.
  ADD COLUMN federated_untold_since timestamptz;

-- A credential that was changed, or that is back, is asked about once more: only one open question at a time.
ALTER TABLE unexpected_credentials DROP CONSTRAINT unexpected_credentials_client_id_kind_key_id_key;
CREATE UNIQUE INDEX unexpected_credentials_one_open ON unexpected_credentials (client_id, kind, key_id)
  WHERE answer IS NULL;

-- Whether the secret of a reminder lives longer than the rule of one year. The version before leaves it out, and marks none.
ALTER TABLE reminders ADD COLUMN overlong boolean NOT NULL DEFAULT false;
