CREATE TABLE t (a integer, g integer GENERATED ALWAYS AS (a + 2) STORED, c integer, CHECK (g > c), EXCLUDE (c WITH =) WHERE (g > 4));
CREATE INDEX i ON t (c) WHERE g > 0;
