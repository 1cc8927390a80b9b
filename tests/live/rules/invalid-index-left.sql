-- @fires
-- +orqgen step no-transaction
CREATE UNIQUE INDEX CONCURRENTLY users_flag ON users (flag);

-- @safe
-- +orqgen step no-transaction
CREATE UNIQUE INDEX CONCURRENTLY users_again ON users (id);
