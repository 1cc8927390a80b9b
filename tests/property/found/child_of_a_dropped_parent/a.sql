CREATE TABLE parent (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT k CHECK (a > 0));
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE stays (a integer);
CREATE TABLE leaver (d integer) INHERITS (stays);
