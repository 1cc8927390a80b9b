-- @fires
DELETE FROM users;

-- @safe
ALTER TABLE users ADD COLUMN a bigint;
