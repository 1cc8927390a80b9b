CREATE SCHEMA s;
CREATE TYPE s.a AS ENUM ('x');
CREATE DOMAIN s.b AS integer;
CREATE TYPE c AS (n integer, m integer, a s.a, b s.b);
CREATE TABLE t (c c);
