-- @fires
ALTER TABLE users RENAME COLUMN email TO mail;

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY);
ALTER TABLE pets RENAME TO animals;
