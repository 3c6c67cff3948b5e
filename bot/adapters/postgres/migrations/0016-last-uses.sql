-- When the client secrets were last used. Only an addition: the version before reads Entra's report itself.

CREATE TABLE secret_uses (
  client_id text NOT NULL,
  key_id text NOT NULL,
  -- The earliest and the latest use that the report or the sign-in log has shown.
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL CHECK (last_at >= first_at),
  PRIMARY KEY (client_id, key_id)
);

-- One row: what the last complete reading of the report covered, and the reading that is under way.
CREATE TABLE use_report (
  id integer PRIMARY KEY CHECK (id = 1),
  read_at timestamptz,
  newest timestamptz,
  began_at timestamptz,
  newest_so_far timestamptz,
  -- Where the reading goes on.
  link text,
  -- Nobody takes the reading up before this: a process works on it, or it was put off.
  not_before timestamptz
);
INSERT INTO use_report (id) VALUES (1);

-- The newer live secret that a reminder names. The version before leaves it out, and its reminders name none.
ALTER TABLE reminders ADD COLUMN newer_key_id text, ADD COLUMN newer_name text;
