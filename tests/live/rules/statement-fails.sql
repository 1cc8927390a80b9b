-- @fires
ALTER TABLE nowhere ADD COLUMN a bigint;

-- @safe
ALTER TABLE users ADD COLUMN a bigint;
