-- @fires
ALTER TABLE users SET UNLOGGED;

-- @safe
ALTER TABLE users SET (fillfactor = 70);
