CREATE TABLE t (a integer, g numeric GENERATED ALWAYS AS (a + 1) STORED, CHECK (g IN (1, 2, 3)));
CREATE INDEX i ON t (g) WHERE g > 0;
