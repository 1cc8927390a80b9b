-- A generated column of a child comes and goes with its parent's, when what both read changes.
CREATE TABLE parent (a integer, b boolean GENERATED ALWAYS AS (a IS NULL) STORED);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE parted (id integer, a integer, b boolean GENERATED ALWAYS AS (a IS NULL) STORED)
    PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
