-- @fires
ALTER TABLE users ALTER n TYPE bigint;
ALTER TABLE users ADD CHECK (n > 0);

-- @safe
ALTER TABLE users ALTER n TYPE bigint, ADD CHECK (n > 0);
