-- @fires
ALTER TABLE users ADD COLUMN seen timestamp;

-- @safe
ALTER TABLE users ADD COLUMN seen timestamptz;
