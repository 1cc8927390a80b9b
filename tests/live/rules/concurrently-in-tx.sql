-- @fires
CREATE INDEX CONCURRENTLY users_email ON users (email);

-- @safe
-- +orqgen step no-transaction
CREATE INDEX CONCURRENTLY users_email ON users (email);
