-- When an operator ended the sign-ins of a person, or of everybody (empty ids): tokens that were issued before start no
-- session any more. Only an addition: the version before does not read it.

CREATE TABLE sign_outs (
  tid text NOT NULL,
  oid text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tid, oid)
);
