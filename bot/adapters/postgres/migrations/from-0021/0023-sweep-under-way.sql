-- The sweep that is under way, so that another process takes it up if its own dies. Only an addition: the version before
-- takes up the daily sweep alone.
CREATE TABLE sweep_under_way (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  since timestamptz NOT NULL
);
