-- A type that is made anew is there under another name until its columns are cast: what it is made
-- of goes after it.
CREATE SCHEMA s;
CREATE TYPE a AS ENUM ('x');
CREATE DOMAIN b AS integer;
CREATE TYPE c AS (n integer, a a, b b);
CREATE TABLE t (c c);
