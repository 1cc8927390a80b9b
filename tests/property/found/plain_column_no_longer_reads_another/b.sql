CREATE TABLE t (b integer, g integer, h bigint DEFAULT 3);
