-- A claim may promise a day, and a manager may say that an application which cannot connect is not used any more.

-- The calendar day that the claimer has promised, YYYY-MM-DD.
ALTER TABLE claims ADD COLUMN until text;

-- Only until the application connects again: then the row goes.
CREATE TABLE unused_applications (
  client_id text PRIMARY KEY,
  said_by json NOT NULL,
  said_at timestamptz NOT NULL
);

-- One more way in which reminders end. The version before reads the new word as it reads the others.
ALTER TABLE reminders DROP CONSTRAINT reminders_ended_how_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_ended_how_check CHECK (ended_how IN ('deleted', 'replaced', 'unused'));
