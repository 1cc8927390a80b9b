CREATE TABLE t (a integer, b bigint, g text[]);
