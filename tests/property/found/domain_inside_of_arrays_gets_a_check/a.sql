-- PostgreSQL checks no values inside of arrays, composites and ranges: it refuses to add a check, or
-- NOT NULL, to a domain that columns hold there.
CREATE DOMAIN code AS text CONSTRAINT code_filled CHECK (VALUE <> '');
CREATE DOMAIN rate AS numeric;
CREATE TYPE order_line AS (label code, amount numeric);
CREATE TABLE orders (id integer PRIMARY KEY, main code, others code[], first order_line, rates rate[]);
ALTER TABLE orders ALTER main SET STORAGE EXTERNAL;
CREATE VIEW mains AS SELECT id, main FROM orders;
