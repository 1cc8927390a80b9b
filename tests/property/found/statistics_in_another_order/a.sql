-- What comes back stands behind the others, and so the columns of the statistics do.
CREATE TABLE t (a integer, b text);
CREATE STATISTICS s ON a, b FROM t;
