CREATE TABLE o (id integer PRIMARY KEY);
CREATE TABLE t (a integer, b integer, c integer, UNIQUE (a, c), CONSTRAINT k CHECK (b > 5)) PARTITION BY RANGE (a);
CREATE INDEX i ON t (c);
CREATE TABLE t1 (a integer, b integer, c integer, UNIQUE (a, b));
