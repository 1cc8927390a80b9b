-- @fires
ALTER TABLE users ADD COLUMN a bigint;
UPDATE users SET a = 1;

-- @safe
ALTER TABLE users ADD COLUMN a bigint;
-- +orqgen step
UPDATE users SET a = 1;
