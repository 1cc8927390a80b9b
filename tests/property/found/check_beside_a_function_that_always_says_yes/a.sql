-- The planner makes TRUE of what a function answers for a constant, and of all that is joined to
-- it by OR: that says nothing of the rest.
CREATE FUNCTION f(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT i';
CREATE TABLE t (a integer CHECK (a IS NULL OR f(1) > 0));
