-- @fires
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);

-- @safe
-- +orqgen step no-transaction
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
-- +orqgen step
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;
