-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects items sha256:add8ee31dc3811fd233314c72c0e504510c37a6de877971314fa67b294628c0d
-- alter column items.total (generated), add column items.half, add check items_price_check on items
-- rebuild items: SQLite cannot change how a column is generated
-- CAN FAIL: a row that breaks CHECK (price >= 0)
-- REWRITES: every row of items
CREATE TEMP TABLE orq_items (id, price, amount);
INSERT INTO temp.orq_items
SELECT id, price, amount
FROM main.items;

-- drop the old table, and create the new one under its name
DROP TABLE main.items;
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    price INTEGER NOT NULL CONSTRAINT items_price_check CHECK (price >= 0), -- in cents
    amount INTEGER NOT NULL DEFAULT 1,
    total INTEGER GENERATED ALWAYS AS (price * amount + 5) STORED,
    label TEXT AS ('item ' || id),
    half INTEGER GENERATED ALWAYS AS (price / 2) VIRTUAL
);

-- copy the rows back
INSERT OR ABORT INTO main.items (id, price, amount)
SELECT id, price, amount
FROM temp.orq_items
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_items_check (
    changed INTEGER CONSTRAINT "rows of items changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_items_check
SELECT count(*)
FROM temp.orq_items AS o
LEFT JOIN main.items AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.price, typeof(o.price), +o.amount, typeof(o.amount))
      IS NOT (+n.id, typeof(n.id), +n.price, typeof(n.price), +n.amount, typeof(n.amount))
UNION ALL
SELECT (SELECT count(*) FROM main.items)
     - (SELECT count(*) FROM temp.orq_items);

-- remove the copy
DROP TABLE temp.orq_items_check;
DROP TABLE temp.orq_items;
