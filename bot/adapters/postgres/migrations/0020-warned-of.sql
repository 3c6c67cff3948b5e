-- What the form of a deletion has said that it is about: a typed name confirms only that. Only an addition: a form that was
-- opened before asks once more.

ALTER TABLE operations ADD COLUMN warned_last boolean NOT NULL DEFAULT false;
ALTER TABLE operations ADD COLUMN warned_in_use boolean NOT NULL DEFAULT false;
