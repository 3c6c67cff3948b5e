-- The designated contacts of organisations: mail addresses that get what concerns their organisation. Only an addition:
-- the version before does not read it.

-- `address_key`: the address for comparing. `since`: since when it is in its state. `token_hash`: of the link in the
-- first e-mail; the link itself is kept nowhere. `mailed_again`: how often the first e-mail was sent again. A refused address is
-- kept, so that nobody adds it again.
CREATE TABLE contacts (
  id text PRIMARY KEY,
  organisation text NOT NULL,
  organisation_name text NOT NULL,
  address text NOT NULL,
  address_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'waiting', 'confirmed', 'refused')),
  added_by json NOT NULL,
  since timestamptz NOT NULL,
  unreachable_since timestamptz,
  token_hash text UNIQUE,
  token_until timestamptz,
  mailed_again integer NOT NULL DEFAULT 0,
  UNIQUE (organisation, address_key)
);
