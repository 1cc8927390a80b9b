-- @before
CREATE TABLE days (id bigint NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (0) TO (100);
CREATE TABLE loose (id bigint NOT NULL);
CREATE TABLE proven (id bigint NOT NULL CHECK (id >= 900 AND id < 1000));

-- @fires
ALTER TABLE days DETACH PARTITION days_1;

-- @safe
-- +orqgen step no-transaction
ALTER TABLE days DETACH PARTITION days_1 CONCURRENTLY;
