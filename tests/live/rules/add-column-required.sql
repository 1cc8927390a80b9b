-- @fires
ALTER TABLE users ADD COLUMN age bigint NOT NULL;

-- @safe
ALTER TABLE users ADD COLUMN age bigint NOT NULL DEFAULT 0;
