-- A rotation knows that its old secret is in wrong hands, and how many hours after the creation of the new one it is
-- removed. Only additions: the version before does not read them.

ALTER TABLE rotations ADD COLUMN exposed_by json;
ALTER TABLE rotations ADD COLUMN exposed_at timestamptz;
ALTER TABLE rotations ADD COLUMN exposed_hours integer;
CREATE INDEX rotations_exposed ON rotations (exposed_at) WHERE exposed_at IS NOT NULL AND state = 'open';
