SET LOCAL lock_timeout = '3s';

-- view biggest is made again: PostgreSQL cannot change the type of a column below it
DROP VIEW biggest;

-- view big_orders is made again: PostgreSQL cannot change the type of a column below it
DROP VIEW big_orders;

-- view totals is made again: PostgreSQL cannot change the type of a column below it
DROP MATERIALIZED VIEW totals;

-- alter column orders.total (type)
-- REWRITES: orders
-- alter column orders.note (type)
ALTER TABLE orders
    ALTER COLUMN total TYPE bigint,
    ALTER COLUMN note TYPE text;

-- view big_orders is made again: PostgreSQL cannot change the type of a column below it
CREATE VIEW big_orders AS
SELECT orders.id,
    orders.total
   FROM public.orders
  WHERE (orders.total > 100);
COMMENT ON VIEW big_orders IS 'worth a look';

-- view biggest is made again: PostgreSQL cannot change the type of a column below it
CREATE VIEW biggest AS
SELECT max(big_orders.total) AS total
   FROM public.big_orders;

-- view totals is made again: PostgreSQL cannot change the type of a column below it
CREATE MATERIALIZED VIEW totals AS
SELECT sum(orders.total) AS total
   FROM public.orders;
CREATE UNIQUE INDEX totals_total_idx ON totals (total);

