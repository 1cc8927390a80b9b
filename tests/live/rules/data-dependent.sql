-- @fires
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);

-- @safe
CREATE INDEX users_email ON users (email);
