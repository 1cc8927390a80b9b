CREATE TABLE t (a integer, g double precision, CHECK (g IN (1, 2, 3)));
CREATE INDEX i ON t (g) WHERE g > 0;
