-- The managers who have left the directory, or whose accounts are disabled. Only an addition: the version before counts
-- them as managers, as it did.

CREATE TABLE away_people (
  tid text NOT NULL,
  oid text NOT NULL,
  -- As the assignment names the person: the directory does not know somebody who has left.
  name text NOT NULL,
  how text NOT NULL CHECK (how IN ('left', 'disabled')),
  since timestamptz NOT NULL,
  -- The client IDs of the applications of which it has been told.
  told json NOT NULL,
  PRIMARY KEY (tid, oid)
);

-- Whether the sweep did not believe that so many managers are away. The version before does not look, so its sweeps doubt nothing.
ALTER TABLE sweeps ADD COLUMN leavers_doubted boolean NOT NULL DEFAULT false;
