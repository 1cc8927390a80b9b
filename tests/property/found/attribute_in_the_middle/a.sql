-- The place of an attribute is a part of the type: its rows are cast over.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, c mood);
CREATE TYPE outer_pair AS (p pair, many mood[]);
CREATE DOMAIN checked AS pair CHECK ((VALUE).a IS DISTINCT FROM -1);
CREATE TABLE t (
    id integer PRIMARY KEY,
    one pair,
    many pair[],
    nested outer_pair,
    narrowed checked,
    preset pair DEFAULT '(1,ok)'
);
CREATE INDEX ON t (((one).a));
CREATE VIEW v AS SELECT id, (one).c FROM t;
CREATE FUNCTION f(p pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
