-- @before
CREATE TABLE days (id bigint, n bigint) PARTITION BY RANGE (id);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (0) TO (100);

-- @fires
-- +orqgen step no-transaction
CREATE INDEX CONCURRENTLY days_n ON days (n);

-- @safe
CREATE INDEX days_n ON ONLY days (n);
-- +orqgen step no-transaction
CREATE INDEX CONCURRENTLY days_1_n ON days_1 (n);
-- +orqgen step
ALTER INDEX days_n ATTACH PARTITION days_1_n;
