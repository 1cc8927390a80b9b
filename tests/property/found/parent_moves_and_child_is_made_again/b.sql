CREATE SCHEMA s;
CREATE TABLE s.p (a integer);
CREATE TABLE c (x integer) INHERITS (s.p);
