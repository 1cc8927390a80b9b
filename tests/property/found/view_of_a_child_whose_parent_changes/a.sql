CREATE TABLE p (a integer, b integer, d integer);
CREATE TABLE c (x integer) INHERITS (p);
CREATE VIEW v AS SELECT b, x FROM c;
