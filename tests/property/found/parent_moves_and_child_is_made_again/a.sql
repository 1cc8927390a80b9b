-- A child whose own columns become a new parent's is made again. Until its rows are copied the old
-- one is there, and the old parent goes.
CREATE TABLE p (a integer, b integer);
CREATE TABLE c (x integer) INHERITS (p);
