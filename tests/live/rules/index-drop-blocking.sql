-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);

-- @fires
DROP INDEX users_email;

-- @safe
-- +orqgen step no-transaction
DROP INDEX CONCURRENTLY users_email;
