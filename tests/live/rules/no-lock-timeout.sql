-- @fires
SET LOCAL lock_timeout = 0;
ALTER TABLE users ADD COLUMN a bigint;

-- @safe
SET LOCAL lock_timeout = '1s';
ALTER TABLE users ADD COLUMN a bigint;
