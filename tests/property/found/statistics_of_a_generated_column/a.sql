CREATE TABLE t (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE STATISTICS s (dependencies) ON a, g FROM t;
