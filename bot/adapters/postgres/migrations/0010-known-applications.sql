-- The name by which each managed application was read last, and since when Entra does not know it any more. Only an
-- addition: the version before does not read it.
CREATE TABLE known_applications (
  client_id text PRIMARY KEY,
  display_name text NOT NULL,
  gone_since timestamptz
);
