CREATE TABLE parent (
    a integer
);
CREATE TABLE child (b integer) INHERITS (parent);
CREATE TABLE grandchild (c integer) INHERITS (child);
CREATE TABLE parted (
    part integer NOT NULL
) PARTITION BY LIST (part);
CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
