-- Whether the secret of a reminder lives longer than the rule of one year. The version before leaves it out, and marks none.
ALTER TABLE reminders ADD COLUMN overlong boolean NOT NULL DEFAULT false;
