-- How many turns people have left, in all processes together. Only an addition: the version before counts in each process.

-- Its rows are minutes old at most, so that it needs no log: after a crash of the server it is empty, and all may go on.
CREATE UNLOGGED TABLE turn_counts (
  key text PRIMARY KEY,
  -- What was left at that time; less than nothing if processes have taken more than there was.
  level double precision NOT NULL,
  burst double precision NOT NULL,
  refill_ms double precision NOT NULL,
  at timestamptz NOT NULL
);
