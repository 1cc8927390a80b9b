-- @fires
ALTER TABLE users ADD COLUMN "order" bigint;

-- @safe
ALTER TABLE users ADD COLUMN orders bigint;
