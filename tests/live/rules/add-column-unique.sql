-- @fires
ALTER TABLE users ADD COLUMN token bigint UNIQUE;

-- @safe
ALTER TABLE users ADD COLUMN token bigint;
-- +orqgen step no-transaction
CREATE UNIQUE INDEX CONCURRENTLY users_token ON users (token);
-- +orqgen step
ALTER TABLE users ADD CONSTRAINT users_token UNIQUE USING INDEX users_token;
