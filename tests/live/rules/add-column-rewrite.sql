-- @fires
ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT clock_timestamp();

-- @safe
ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT now();
