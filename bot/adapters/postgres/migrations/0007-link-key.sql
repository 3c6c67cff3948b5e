-- The key of the tags in sign-in links: one for each database, so that all processes and all restarts share it. Only an
-- addition: the version before does not read it.

CREATE TABLE link_key (
  id integer PRIMARY KEY CHECK (id = 1),
  key text NOT NULL
);
