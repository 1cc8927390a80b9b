-- @fires
ALTER TABLE users ALTER n TYPE bigint;

-- @safe
ALTER TABLE users ALTER code TYPE varchar(80);
