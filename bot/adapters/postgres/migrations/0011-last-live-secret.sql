-- What the guard of the last live secret has to know of the bot's own removals. Only an addition: the version before
-- leaves both columns at their defaults.

-- When an operation came to its end: the directory shows a removal late.
ALTER TABLE operations ADD COLUMN settled_at timestamptz;
-- Whether the person has confirmed that the secret may be the application's last live one.
ALTER TABLE operations ADD COLUMN confirmed_last boolean NOT NULL DEFAULT false;
