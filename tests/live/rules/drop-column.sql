-- @fires
ALTER TABLE users DROP COLUMN email;

-- @safe
ALTER TABLE users ADD COLUMN age bigint;
ALTER TABLE users DROP COLUMN age;
