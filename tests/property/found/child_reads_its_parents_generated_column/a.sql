CREATE TABLE p (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE TABLE c (x integer, CONSTRAINT k CHECK (g > -100)) INHERITS (p);
CREATE INDEX i ON c (x) WHERE g > 0;
CREATE INDEX j ON c (g);
