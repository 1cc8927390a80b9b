CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL, note varchar(20));
CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE total > 100;
COMMENT ON VIEW big_orders IS 'worth a look';
CREATE VIEW biggest AS SELECT max(total) AS total FROM big_orders;
CREATE MATERIALIZED VIEW totals AS SELECT sum(total) AS total FROM orders;
CREATE UNIQUE INDEX totals_total_idx ON totals (total);
INSERT INTO orders VALUES (1, 50, 'a'), (2, 500, 'b');
