CREATE TABLE parent (a text, b boolean GENERATED ALWAYS AS (a IS NULL) STORED);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE parted (id integer, a text, b boolean GENERATED ALWAYS AS (a IS NULL) STORED)
    PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
