CREATE TABLE t (a integer, b integer, g integer GENERATED ALWAYS AS (a + 1) STORED);
