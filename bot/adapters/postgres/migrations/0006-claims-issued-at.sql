-- When Entra issued the token of a session: an administrator's rights come from claims that are fresh.
-- It is empty in rows that the version before has written.
ALTER TABLE sessions ADD COLUMN issued_at timestamptz;
