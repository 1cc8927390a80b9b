CREATE DOMAIN code AS text CONSTRAINT code_filled CHECK (length(VALUE) > 0) CONSTRAINT code_short CHECK (length(VALUE) < 900);
COMMENT ON CONSTRAINT code_short ON DOMAIN code IS 'for labels';
CREATE DOMAIN rate AS numeric NOT NULL DEFAULT 1;
CREATE TYPE order_line AS (label code, amount numeric);
CREATE TABLE orders (id integer PRIMARY KEY, main code, others code[], first order_line, rates rate[]);
ALTER TABLE orders ALTER main SET STORAGE EXTERNAL;
CREATE VIEW mains AS SELECT id, main FROM orders;
