-- @before
CREATE TABLE logs (id bigint NOT NULL);

-- @fires
ALTER TABLE logs ADD PRIMARY KEY (id);

-- @safe
-- +orqgen step no-transaction
CREATE UNIQUE INDEX CONCURRENTLY logs_pkey ON logs (id);
-- +orqgen step
ALTER TABLE logs ADD PRIMARY KEY USING INDEX logs_pkey;
