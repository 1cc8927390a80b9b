-- A generated column goes before what it reads, and comes after it, wherever the two stand.
CREATE TABLE t (
    id integer PRIMARY KEY,
    early integer GENERATED ALWAYS AS (source + 1) STORED,
    source integer,
    late integer GENERATED ALWAYS AS (source + 2) STORED
);
