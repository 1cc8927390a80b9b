-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text, code varchar(20));
CREATE INDEX users_email ON users (email);

-- @fires
ALTER TABLE users ALTER email TYPE text COLLATE "C";

-- @safe
ALTER TABLE users ALTER code TYPE text;
