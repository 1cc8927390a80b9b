-- @fires
ALTER TABLE users ADD COLUMN a bigint;
ALTER TABLE orgs ADD COLUMN a bigint;

-- @safe
ALTER TABLE users ADD COLUMN a bigint;
-- +orqgen step
ALTER TABLE orgs ADD COLUMN a bigint;
